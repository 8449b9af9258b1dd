import { type FieldKind, MAX_NAME_LENGTH, SEALED_NAME, VOCABULARY } from '@tezgah/audit'

const digest = { type: 'string', pattern: '^[0-9a-f]{64}$' }
const count = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER }
const name = { type: 'string', minLength: 1, maxLength: MAX_NAME_LENGTH }
const sealed = { type: 'object', properties: { [SEALED_NAME]: digest }, required: [SEALED_NAME], maxProperties: 1 }

const kinds: Readonly<Record<string, object>> = {
  text: { type: 'string' },
  texts: { type: 'array', items: { type: 'string' } },
  count,
  decimal: { type: 'string', pattern: '^-?(0|[1-9]\\d*)(\\.\\d+)?$' },
  flag: { type: 'boolean' },
  digest,
  time: count,
  json: {},
}

/** The text of `record.schema.json`: one line of a log, and the `details` of every action of the vocabulary. */
export function recordJsonSchema(): string {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Tezgah audit record, format 2',
    type: 'object',
    properties: {
      seq: count,
      time: count,
      mono: count,
      boot: { type: 'string', pattern: '^[0-9a-f]{32}$' },
      actor: name,
      action: name,
      subject: name,
      outcome: { enum: ['success', 'failure', 'refused', 'unknown'] },
      details: { type: 'object' },
      correlationId: name,
      prev: digest,
      hash: digest,
    },
    required: ['seq', 'time', 'mono', 'boot', 'actor', 'action', 'subject', 'outcome', 'details', 'prev', 'hash'],
    additionalProperties: false,
    allOf: Object.entries(VOCABULARY).map(([action, fields]) => ({
      if: { properties: { action: { const: action } } },
      // biome-ignore lint/suspicious/noThenProperty: a key word of JSON Schema.
      then: { properties: { details: detailsSchema(fields) } },
    })),
  }
  return `${JSON.stringify(schema, null, 2)}\n`
}

function detailsSchema(fields: Readonly<Record<string, FieldKind>>): object {
  const entries = Object.entries(fields)
  return {
    properties: Object.fromEntries(entries.map(([field, kind]) => [field, fieldSchema(kind.replace('?', ''))])),
    required: entries.filter(([, kind]) => !kind.endsWith('?')).map(([field]) => field),
  }
}

function fieldSchema(kind: string): object {
  return kind === 'json' ? {} : { anyOf: [kinds[kind], sealed] }
}
