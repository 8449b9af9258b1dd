/**
 * Writes frozen.json anew: `node --conditions=@tezgah/source packages/backtest/test/golden/frozen/write.ts`.
 * Only for a change of results that a changeset announces.
 */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { frozenRuns, play } from './runs.ts'

const frozen = Object.fromEntries(frozenRuns().map(([name, options]) => [name, play(options)]))
writeFileSync(path.join(import.meta.dirname, 'frozen.json'), `${JSON.stringify(frozen, null, 1)}\n`)
