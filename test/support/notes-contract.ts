/** A contract of a topic under its name, whose events are a note: for tests of the way, not of what travels. */
export const notesContract = (topic: string) => ({
  apiVersion: 'concordat/v1',
  kind: 'EventContract',
  id: topic,
  owner: { team: 'orders' },
  schema: {
    format: 'json-schema',
    subject: `${topic}-value`,
    definition: { type: 'object', properties: { note: { type: 'string' } } },
  },
  channel: { topic },
});
