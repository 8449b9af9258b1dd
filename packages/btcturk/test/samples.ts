import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** Captured payloads; not part of the project. Tests that need them are skipped, with a reason, where it is unset. */
const folder = process.env['TEZGAH_SAMPLES']

export const hasSamples: boolean = folder !== undefined

if (!hasSamples) console.log('TEZGAH_SAMPLES is unset: tests on captured payloads are skipped')

/** The text of a sample's payload, with its number literals as captured. */
export function sampleText(name: string): string {
  const file = readFileSync(path.join(folder!, `${name}.json`), 'utf8')
  const start = file.indexOf('"sample":') + '"sample":'.length
  return file.slice(start, file.lastIndexOf('}')).trim()
}

export function sampleNames(prefix: string): string[] {
  if (folder === undefined) return []
  return readdirSync(folder)
    .filter((name) => name.startsWith(prefix) && name.endsWith('.json'))
    .map((name) => name.replace(/\.json$/, ''))
}
