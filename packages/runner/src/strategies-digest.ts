import { readFile } from 'node:fs/promises'
import { sha256Hex } from './canonical.ts'

const RELATIVE_IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*['"](\.{1,2}\/[^'"]+)['"]/g
const MAX_FILES = 10_000

/**
 * A digest of a module and of every file that it reaches through relative imports, so that an edited strategy is different work.
 * What comes from packages is not looked at, nor what a strategy reads by itself.
 *
 * @param module - a file URL; any other gives the digest of the URL
 * @returns sha256, hexadecimal
 */
export async function digestStrategies(module: string): Promise<string> {
  const found = new Map<string, string>()
  const waiting = [module]
  for (let url = waiting.pop(); url !== undefined; url = waiting.pop()) {
    if (found.has(url) || found.size >= MAX_FILES) continue
    const source = url.startsWith('file:') ? await readFile(new URL(url), 'utf8').catch(() => '') : url
    found.set(url, sha256Hex(source))
    for (const [, specifier = ''] of source.matchAll(RELATIVE_IMPORT)) waiting.push(new URL(specifier, url).href)
  }
  // By what the files say, not by where they lie: the same strategies in another folder are the same work.
  return sha256Hex([...found.values()].sort().join('\n'))
}
