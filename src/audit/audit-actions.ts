/**
 * Everything that is recorded, by its permanent name. Whoever adds an action adds its row; the
 * published documentation lists them from here.
 */
export const auditActions = {
  'association.dissolved': 'A subject no longer describes keys or values of a topic',
  'association.kept': 'A subject describes keys or values of a topic, or does so on other terms',
  'config.changed': 'Compatibility or other settings of a subject, a context or everything',
  'config.deleted': 'The same, taken back',
  'consumption.declared': 'A consumer said what it reads of a contract',
  'consumption.withdrawn': 'A consumer reads a contract no longer',
  'context.deleted': 'A context without versions',
  'contract.published': 'A version of a contract; `isForced` where something spoke against it',
  'contract.stepped-back': 'A version that refused too much only warns from then on',
  'data-key.created': 'A data key under an encryption key; a new version is how it is rotated',
  'data-key.deleted': 'Data keys, softly or for good (`isPermanent`)',
  'data-key.read':
    'Somebody was told a data key itself, unwrapped; once an hour for each reader and version',
  'data-key.restored': 'The same, taken back',
  'data-key.rewrapped': 'The same data key, wrapped anew by what wraps now',
  'encryption-key.changed': 'What is known of a key of a key service, or who may open with it',
  'encryption-key.created': 'A key of a key service may wrap data keys',
  'encryption-key.deleted': 'The same, taken back softly or for good (`isPermanent`)',
  'encryption-key.restored': 'A deleted one serves again',
  'group.deleted': 'A consumer group and its positions in a topic',
  'group.moved': 'A consumer group reads on from elsewhere',
  'hold.lifted': 'A topic is held no longer by this hold',
  'hold.placed': 'Nothing of a topic is thrown away',
  'key.issued': 'A key for somebody',
  'key.revoked': 'A key is refused from then on',
  'mode.changed': 'Whether schemas may be written, imported or only read',
  'mode.deleted': 'The same, taken back',
  'quarantine.discarded': 'A refused event was given up',
  'quarantine.expired': 'Refused events nobody looked at in time',
  'quarantine.fixed': 'A refused event was corrected and sent on',
  'quarantine.read':
    'Somebody was shown the bytes of a refused event; once an hour for each reader and event',
  'quarantine.refused': 'A refused event was sent once more, and refused again',
  'quarantine.replayed': 'A refused event was sent on as it was',
  'replay.began': 'Part of a topic is copied into a sandbox topic',
  'replay.cancelled': 'The same, stopped',
  'rollout.changed': 'Another candidate of a contract is tried, or on another share',
  'rollout.promoted': 'The candidate of a contract is its policy from then on',
  'rollout.resumed': 'A candidate that was stopped is tried again',
  'rollout.started': 'A contract begins to try a candidate beside its policy',
  'rollout.stopped': 'The candidate is tried no longer: the policy in force decides everything',
  'states.rebuilt': 'The latest states of a contract are built anew from the log',
  'states.sent-again':
    'Last events of some entities were copied into a sandbox topic, for a copy that differs',
  'version.registered':
    'A version of a subject; `isForced` or `isImported` where it was not compared with those before',
  'versions.deleted': 'Versions of a subject, softly or for good (`isPermanent`)',
} as const;

export type AuditAction = keyof typeof auditActions;
