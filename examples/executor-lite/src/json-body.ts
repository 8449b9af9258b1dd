import type { FastifyInstance } from 'fastify'
import { maskIn } from './mask.ts'
import { ProblemError } from './problem.ts'

/** Deep enough for any request this service knows; what parses or prints deeper values recursively could run out of stack. */
const MAX_DEPTH = 32

/**
 * Reads JSON bodies: bounded in depth, without keys that reach a prototype, and with the secret masked, so that nothing behind it (job,
 * error message, audit record) can ever hold it.
 */
export function readJsonBodies(app: FastifyInstance, secret: string): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser('text/plain')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = String(body)
    if (depthOf(text) > MAX_DEPTH) {
      done(new ProblemError('malformed-request', `The body is nested deeper than ${MAX_DEPTH} levels.`))
      return
    }
    parse(request, text, (error, parsed) => done(error, error ? undefined : maskIn(parsed, secret)))
  })
}

/** Deepest nesting of lists and objects; brackets inside strings do not count. */
function depthOf(text: string): number {
  let depth = 0
  let deepest = 0
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[{]|[\]}]/gs)) {
    if (token === '[' || token === '{') deepest = Math.max(deepest, ++depth)
    else if (token === ']' || token === '}') depth--
  }
  return deepest
}
