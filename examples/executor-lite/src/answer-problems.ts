import type { FastifyInstance, FastifyReply } from 'fastify'
import { maskIn } from './mask.ts'
import { PROBLEM_TYPE, ProblemError } from './problem.ts'
import type { RouteTable } from './route-table.ts'
import { toProblem } from './to-problem.ts'

/** What a handler throws becomes a problem document. */
export function answerErrors(app: FastifyInstance, secret: string, bodyLimit: number): void {
  app.setErrorHandler((error, request, reply) => {
    const problem = toProblem(error, bodyLimit)
    if (problem.status >= 500) request.log.error({ err: error }, problem.toProblem().title)
    return sendProblem(reply, problem, secret)
  })
}

/** What has no route: 404, or 405 with the methods that there are. */
export function answerUnknown(app: FastifyInstance, table: RouteTable, secret: string): void {
  app.setNotFoundHandler((request, reply) => {
    const methods = table.methodsFor(request.url.split('?')[0] ?? '')
    if (methods.length === 0)
      return sendProblem(reply, new ProblemError('not-found', 'GET /__routes lists what there is.'), secret)
    const allow = methods.join(', ')
    return sendProblem(reply, new ProblemError('method-not-allowed', `Use ${allow}.`, { headers: { allow } }), secret)
  })
}

/** What was sent may be quoted in a refusal; if it was the token, it is masked. */
export function sendProblem(reply: FastifyReply, problem: ProblemError, secret: string): FastifyReply {
  for (const [name, value] of Object.entries(problem.headers)) reply.header(name, value)
  return reply
    .code(problem.status)
    .type(PROBLEM_TYPE)
    .serializer(String)
    .send(JSON.stringify(maskIn(problem.toProblem(), secret)))
}
