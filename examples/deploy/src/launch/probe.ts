import { request } from 'node:http'

const PROBE_TIMEOUT_MS = 2_000

/** The status of an answer, or `null` when there was none within two seconds. */
export function probe(port: number, path: string): Promise<number | null> {
  return new Promise((resolve) => {
    const asked = request({ host: '127.0.0.1', port, path, agent: false, timeout: PROBE_TIMEOUT_MS })
    asked.once('response', (response) => {
      response.resume()
      resolve(response.statusCode ?? null)
    })
    asked.once('timeout', () => asked.destroy(new Error('no answer in time')))
    asked.once('error', () => resolve(null))
    asked.end()
  })
}
