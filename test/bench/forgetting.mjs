// How long another registry goes on telling a schema by its id after it was deleted for good.
const TYPE = 'application/vnd.schemaregistry.v1+json';
const ROUNDS = 40;

async function ask(url, method, path, body) {
  const headers = { 'Content-Type': TYPE };
  const answer = await fetch(url + path, { method, headers, body: body && JSON.stringify(body) });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
}

async function once(one, other, n) {
  const subject = `/subjects/forgotten-${n}`;
  const schema = { schemaType: 'JSON', schema: JSON.stringify({ title: `forgotten ${n}` }) };
  const { id } = (await ask(one, 'POST', `${subject}/versions`, schema)).body;
  const read = async () => (await ask(other, 'GET', `/schemas/ids/${id}`)).status;
  if ((await read()) !== 200) throw new Error('the other registry does not know it');
  await ask(one, 'DELETE', subject);
  await ask(one, 'DELETE', `${subject}?permanent=true`);
  const begun = performance.now();
  while ((await read()) === 200);
  return performance.now() - begun;
}

/** From the answer to the deletion until the other registry says 404. */
export async function forgetting(one, other) {
  const times = [];
  for (let n = 0; n < ROUNDS; n++) times.push(await once(one, other, n));
  times.sort((a, b) => a - b);
  const figure = (value) => Number(value.toPrecision(3));
  return { rounds: ROUNDS, p50Ms: figure(times[ROUNDS / 2]), mostMs: figure(times.at(-1)) };
}
