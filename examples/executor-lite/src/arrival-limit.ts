import type { FastifyInstance } from 'fastify'
import { isBodyArriving } from './early-answer.ts'
import { ProblemError } from './problem.ts'
import { routeConfigOf } from './route-config.ts'

/**
 * A body that takes longer to arrive than its route allows is answered with 408. Node has one such limit for all routes, and a dataset
 * takes longer than a start.
 *
 * @param usualMs - for routes that do not say, in milliseconds
 */
export function limitArrival(app: FastifyInstance, usualMs: number): void {
  app.addHook('preParsing', (request, _reply, payload, done) => {
    if (isBodyArriving(request.raw)) {
      const { arrivalMs = usualMs } = routeConfigOf(request.routeOptions.config)
      const timer = setTimeout(() => {
        const late = new ProblemError('too-late', `The body must arrive within ${arrivalMs / 1_000} s.`)
        // Where nobody reads the body, nobody listens, and that would end the process.
        payload.once('error', () => {}).emit('error', late)
      }, arrivalMs)
      request.raw.once('close', () => clearTimeout(timer))
    }
    done(null, payload)
  })
}
