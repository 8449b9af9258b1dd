/** Readers for what the executor sends. Each names the place where the answer is not as agreed. */

export class MalformedAnswer extends Error {
  override readonly name = 'MalformedAnswer'
}

export type Fields = Readonly<Record<string, unknown>>

function wrong(where: string, wanted: string, value: unknown): never {
  const got = value === null ? 'null' : Array.isArray(value) ? 'a list' : typeof value
  throw new MalformedAnswer(`${where} should be ${wanted}, was ${got}`)
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function readFields(value: unknown, where: string): Fields {
  return isFields(value) ? value : wrong(where, 'an object', value)
}

export function readText(value: unknown, where: string): string {
  return typeof value === 'string' ? value : wrong(where, 'text', value)
}

export function readNumber(value: unknown, where: string): number {
  return typeof value === 'number' ? value : wrong(where, 'a number', value)
}

/** A number, or null where it is null or absent. */
export function readOptionalNumber(value: unknown, where: string): number | null {
  return value === null || value === undefined ? null : readNumber(value, where)
}

/** Text, or null where it is null or absent. */
export function readOptionalText(value: unknown, where: string): string | null {
  return value === null || value === undefined ? null : readText(value, where)
}

export function readList<T>(
  value: unknown,
  where: string,
  readItem: (item: unknown, where: string) => T,
): readonly T[] {
  if (!Array.isArray(value)) return wrong(where, 'a list', value)
  return value.map((item: unknown, index) => readItem(item, `${where}[${index}]`))
}

/** A column of numbers, checked without a label per entry: there may be a hundred thousand. */
export function readNumbers(value: unknown, where: string): readonly number[] {
  const isColumn = Array.isArray(value) && value.every((entry) => typeof entry === 'number')
  return isColumn ? value : wrong(where, 'a list of numbers', value)
}
