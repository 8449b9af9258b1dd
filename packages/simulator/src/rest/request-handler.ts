import type { Timers } from '@tezgah/btcturk'
import type { FaultInjector, RequestFaults } from '../faults/fault-injector.ts'
import type { HttpFault } from '../faults/fault-plan.ts'
import { cdnErrorPage, empty, internalError, type Reply, type RestRequest, tooManyRequests } from './reply.ts'
import type { AnsweredRequest, RequestLog } from './request-log.ts'

export type RequestHandlerOptions = {
  readonly host: AnsweredRequest['host']
  readonly watch: RequestLog
  readonly now: () => number
  readonly faults: FaultInjector
  readonly timers: Timers
  /** @param isStale - true where an old order book is wanted */
  readonly answer: (request: RestRequest, isStale: boolean) => Reply
}

/** How a request can end, one of both or, where it hangs, neither. */
export type RequestEnd = { readonly reply: (reply: Reply) => void; readonly reset: () => void }

/** Faults that come before the request has had any effect, as far as they answer. */
const BEFORE: Readonly<Partial<Record<HttpFault, () => Reply>>> = {
  tooManyRequests: () => tooManyRequests({ limit: 300, period: '1m', policy: 'ip', retryAfterMs: 1000 }),
  serverError: internalError,
  forbidden: () => cdnErrorPage(403),
}

/** Answers requests of every transport, and applies the faults planned for them. */
export class RequestHandler {
  readonly #options: RequestHandlerOptions

  constructor(options: RequestHandlerOptions) {
    this.#options = options
  }

  handle(request: RestRequest, end: RequestEnd): void {
    const { faults, timers } = this.#options
    const fate = faults.ofRequest(request.method, request.path)
    later(timers, fate.lateMs, () => this.#arrived(request, end, fate))
  }

  #arrived(request: RestRequest, end: RequestEnd, { fault, delayMs }: RequestFaults): void {
    const { timers, answer, host, watch, now } = this.#options
    const { method, path } = request
    const reply = replyTo(request, fault, answer)
    watch.ended({ at: now(), host, method, path, end: typeof reply === 'string' ? reply : reply.status, fault })
    if (reply === 'reset') end.reset()
    else if (reply !== 'hang') later(timers, delayMs, () => end.reply(reply))
  }
}

function replyTo(
  request: RestRequest,
  fault: HttpFault | null,
  answer: RequestHandlerOptions['answer'],
): Reply | 'reset' | 'hang' {
  if (fault === 'reset' || fault === 'hang') return fault
  const early = fault === null ? undefined : BEFORE[fault]
  if (early !== undefined) return early()
  const reply = answer(request, fault === 'staleSnapshot')
  switch (fault) {
    case 'resetAfter':
      return 'reset'
    case 'hangAfter':
      return 'hang'
    case 'serverErrorAfter':
      return internalError()
    case 'pageAfter':
      return cdnErrorPage(524)
    case 'emptyBody':
      return empty(reply.status)
    default:
      return reply
  }
}

function later(timers: Timers, delayMs: number, action: () => void): void {
  if (delayMs > 0) timers.after(delayMs, action)
  else action()
}
