import { ApiError } from '../../api/errors.ts'
import type { Request } from '../../api/request.ts'
import type { SessionPrompt, SessionService } from './session.ts'

const PROMPTS: Readonly<Record<string, SessionPrompt>> = {
  'urn:tezgah:problem:sign-in-needed': { kind: 'sign-in', expired: false },
  'urn:tezgah:problem:session-expired': { kind: 'sign-in', expired: true },
  'urn:tezgah:problem:step-up-needed': { kind: 'step-up', expired: false },
}

/** A request may need both: a session, and then the password once more. */
const MOST_PROMPTS = 2

/**
 * Sends a request again after the person has signed in or given the password once more, so that nothing that was typed
 * is lost. Closing the dialog rejects with the refusal that opened it, and reads do not open it again by themselves.
 */
export function withSession(request: Request, session: Pick<SessionService, 'prompt'>): Request {
  let wasDeclined = false
  return async (path, init = {}) => {
    const isChange = init.method !== undefined && init.method !== 'GET'
    for (let prompts = 0; ; prompts++) {
      try {
        const answer = await request(path, init)
        wasDeclined = false
        return answer
      } catch (error) {
        const prompt = error instanceof ApiError ? PROMPTS[error.type] : undefined
        if (prompt === undefined || prompts >= MOST_PROMPTS || (wasDeclined && !isChange)) throw error
        wasDeclined = !(await session.prompt(prompt))
        if (wasDeclined) throw error
      }
    }
  }
}
