import { statSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { UsageError } from '../exit.ts'
import { prepareForStrategies } from './resolve-hook.ts'

/**
 * Imports a module of the user's.
 *
 * @param file - absolute path
 * @param flag - what named the file, for messages
 * @throws UsageError if there is no such file, or it cannot be loaded; the message names the place
 */
export async function importModule(file: string, flag: string): Promise<Record<string, unknown>> {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw new UsageError(`${flag}: no such file: ${file}`)
  if (!/\.[cm]?[jt]s$/.test(file)) throw new UsageError(`${flag}: ${file} is not a module; give a .ts or .js file`)
  prepareForStrategies()
  try {
    return await import(pathToFileURL(file).href)
  } catch (error) {
    throw new UsageError(`${flag}: cannot load ${file}: ${whyNot(file, error)}`, { cause: error })
  }
}

function whyNot(file: string, error: unknown): string {
  if (!(error instanceof Error)) return `it threw ${String(error)}`
  switch ('code' in error ? error.code : undefined) {
    case 'ERR_UNKNOWN_FILE_EXTENSION':
      return `Node ${process.versions.node} cannot run TypeScript; use Node 22.18 or newer, or compile the file to JavaScript`
    case 'ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING':
      return 'Node does not run TypeScript inside node_modules; copy the file out, or compile it to JavaScript'
    case 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX':
      return `${firstLine(error)} (Node removes types and compiles nothing: no enum, namespace or parameter property)`
    default:
      return `${firstLine(error)}${placeIn(file, error)}${hint(error)}`
  }
}

/** What Node says of an ES module that its package.json calls CommonJS needs a way out. */
function hint(error: Error): string {
  const isMixedUp = error instanceof SyntaxError && /outside a module|Unexpected token 'export'/.test(error.message)
  return isMixedUp ? '; its package.json makes it CommonJS: name the file .mjs, or say "type": "module" there' : ''
}

function firstLine(error: Error): string {
  return error.message.split('\n', 1)[0] ?? ''
}

/** The line of the user's own file where it broke, from the stack that is otherwise kept from them. */
function placeIn(file: string, error: Error): string {
  const { href } = pathToFileURL(file)
  const stack = error.stack ?? ''
  for (const start of [href, file]) {
    const place = stack.indexOf(`${start}:`)
    if (place === -1) continue
    const line = /^\d+(?::\d+)?/.exec(stack.slice(place + start.length + 1))
    if (line !== null) return ` (at ${path.basename(file)}:${line[0]})`
  }
  return ''
}
