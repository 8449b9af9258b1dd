import { execFileSync } from 'node:child_process'
import path from 'node:path'

const MAIN = path.join(import.meta.dirname, '../../../../packages/cli/src/main.ts')
const PASSWORD = 'kara kutu 7 deniz'

/** People of the role `risk`, as `tezgah operator add` makes them. */
export function addOperators(file: string, ids: readonly string[]): void {
  for (const id of ids) {
    const args = ['operator', 'add', id, '--role', 'risk', '--password-stdin', '--file', file]
    execFileSync(process.execPath, ['--conditions=@tezgah/source', MAIN, ...args], { input: PASSWORD })
  }
}

/** Somebody who is signed in and has just confirmed the password. */
export class Person {
  readonly #url: string
  readonly cookie: string

  private constructor(url: string, cookie: string) {
    this.#url = url
    this.cookie = cookie
  }

  static async signIn(url: string, operator: string): Promise<Person> {
    const signedIn = await send(url, 'POST', '/api/session', { operator, password: PASSWORD })
    const confirmed = await send(url, 'POST', '/api/session/step-up', { password: PASSWORD }, cookieOf(signedIn))
    return new Person(url, cookieOf(confirmed))
  }

  async post(target: string, body: object): Promise<Record<string, string>> {
    return (await send(this.#url, 'POST', target, body, this.cookie)).json()
  }

  async read(target: string): Promise<Record<string, string>> {
    return (await send(this.#url, 'GET', target, null, this.cookie)).json()
  }
}

async function send(url: string, method: string, target: string, body: object | null, cookie = ''): Promise<Response> {
  const headers = { 'content-type': 'application/json', origin: url, cookie }
  const answer = await fetch(new URL(target, url), { method, headers, ...(body && { body: JSON.stringify(body) }) })
  if (!answer.ok) throw new Error(`${method} ${target} was answered with ${answer.status}: ${await answer.text()}`)
  return answer
}

function cookieOf(answer: Response): string {
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}
