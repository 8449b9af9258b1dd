import { formatWitnessRequest } from '../../checkpoint/witness.ts'
import type { Witness, WitnessSubmission } from './witness-feed.ts'

/** What is needed of `fetch`. */
export type WitnessFetch = (
  url: string,
  init: { readonly method: 'POST'; readonly body: string },
) => Promise<{ readonly status: number; text(): Promise<string> }>

/**
 * A witness that speaks C2SP tlog-witness: it is sent each checkpoint with the proof that it goes on from the one before,
 * and answers with a signature of its own.
 */
export function httpWitness(options: {
  /** Up to and without `/add-checkpoint`. */
  readonly url: string
  readonly name?: string
  readonly fetch?: WitnessFetch
}): Witness {
  const { url, name = url, fetch = globalThis.fetch } = options
  let seen = 0

  const post = async ({ note, head, prove }: WitnessSubmission): Promise<{ status: number; body: string }> => {
    const body = formatWitnessRequest({ oldSize: seen, proof: await prove(seen), note })
    const response = await fetch(`${url.replace(/\/$/, '')}/add-checkpoint`, { method: 'POST', body })
    const text = await response.text()
    if (response.status === 200) seen = head.size
    return { status: response.status, body: text }
  }

  return {
    name,
    async submit(submission) {
      let answer = await post(submission)
      // It saw another size last, and says which: after a restart of either side, for example.
      if (answer.status === 409 && /^\d{1,15}\n?$/.test(answer.body)) {
        const size = Number(answer.body)
        if (size > submission.head.size) throw new Error(`the witness saw ${size} records, the log has fewer`)
        seen = size
        answer = await post(submission)
      }
      if (answer.status === 200) return answer.body
      throw new Error(`the witness answered ${answer.status}`)
    },
  }
}
