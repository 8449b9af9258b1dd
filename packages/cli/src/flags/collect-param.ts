import { InvalidArgumentError } from 'commander'

/** Adds one `name=value` to those given before. A Map, since a name may be `__proto__`. */
export function collectParam(text: string, previous: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const equals = text.indexOf('=')
  if (equals < 1) throw new InvalidArgumentError('Give name=value, for example --param fast=10.')
  const name = text.slice(0, equals).trim()
  if (previous.has(name)) throw new InvalidArgumentError(`"${name}" is given twice.`)
  return new Map([...previous, [name, text.slice(equals + 1)]])
}
