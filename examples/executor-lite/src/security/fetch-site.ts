import { headerValues } from '../admin-token.ts'
import { ProblemError } from '../problem.ts'

const READS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])
/** No browser at all, this very origin, or the user by hand. */
const FOR_CHANGES: ReadonlySet<string | undefined> = new Set([undefined, 'same-origin', 'none'])
const FOR_READS: ReadonlySet<string | undefined> = new Set([...FOR_CHANGES, 'same-site'])

/**
 * Refuses what a browser sends on behalf of another site. Browsers set `Sec-Fetch-Site` themselves, no page can change it; clients that
 * are no browsers send none. A page of another port of this machine is `same-site`: it may read, but change nothing.
 *
 * @throws ProblemError `cross-site`
 */
export function checkFetchSite(method: string, rawHeaders: readonly string[]): void {
  const [site, ...more] = headerValues(rawHeaders, 'sec-fetch-site')
  const allowed = READS.has(method) ? FOR_READS : FOR_CHANGES
  if (more.length === 0 && allowed.has(site)) return
  throw new ProblemError('cross-site', 'Sec-Fetch-Site must be same-origin or none here, or not be sent.')
}
