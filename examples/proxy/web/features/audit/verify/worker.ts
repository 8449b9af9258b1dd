import { delay } from '@tezgah/core/clock'
import { isFields } from '../../../api/documents.ts'
import { ApiError } from '../../../api/errors.ts'
import { createRequest } from '../../../api/request.ts'
import { createChainWatch } from './chain-watch.ts'
import { checkContent, checkGrowth, checkPlace, checkSignature } from './checks.ts'
import { checkWholeLog, type RawPage } from './full-check.ts'
import type { WorkerReply, WorkerRequest } from './messages.ts'

// Everything that verifies runs here: hashing a page of records must not hold up a frame.
const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<WorkerRequest>) => void) | null
  postMessage(message: WorkerReply): void
}
const request = createRequest((path, init) => fetch(path, init))
const watch = createChainWatch()
const PAGE = 1_000
const MAX_WAITS = 60

async function readPage(cursor: string | null): Promise<RawPage> {
  for (let waits = 0; ; waits++) {
    try {
      const answer = await request(`/api/audit?limit=${PAGE}${cursor === null ? '' : `&cursor=${cursor}`}`)
      if (!isFields(answer) || !Array.isArray(answer['records']))
        throw new Error('a page of records has no list of them')
      const { nextCursor } = answer
      return { records: answer['records'], nextCursor: typeof nextCursor === 'string' ? nextCursor : null }
    } catch (error) {
      // The service has a limit of requests; a long log takes longer than that, and waits.
      const isLimited = error instanceof ApiError && error.kind === 'rate-limited'
      if (!isLimited || waits === MAX_WAITS) throw error
      await delay(error.retryAfterMs)
    }
  }
}

async function answerTo(message: WorkerRequest): Promise<unknown> {
  switch (message.name) {
    case 'signature':
      return checkSignature(message.asked.answer, message.asked.trust)
    case 'growth':
      return checkGrowth(message.asked.head, message.asked.seen, message.asked.proof)
    case 'records':
      return { failure: watch.take(message.asked.raws), count: watch.count }
    case 'content':
      return checkContent(message.asked.raw, message.asked.seq)
    case 'place': {
      const { answer, head, seq } = message.asked
      const hash = message.asked.hash ?? watch.hashOf(seq)
      return hash === null ? 'unknown' : checkPlace(hash, seq, head, answer)
    }
    case 'whole':
      return checkWholeLog(readPage, message.asked.heads, (records) =>
        scope.postMessage({ id: message.id, type: 'progress', records }),
      )
  }
}

scope.onmessage = ({ data }) => {
  answerTo(data).then(
    (answer) => scope.postMessage({ id: data.id, type: 'answer', answer }),
    (error: unknown) =>
      scope.postMessage({
        id: data.id,
        type: 'error',
        message: error instanceof Error ? error.message : String(error),
      }),
  )
}
