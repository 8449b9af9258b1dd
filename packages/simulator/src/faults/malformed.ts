import type { Random } from '@tezgah/btcturk'
import { pick } from '../random.ts'

/** One way in which a frame can be spoilt: cut, no JSON, a member of the wrong type, or no array. */
export function malformed(text: string, random: Random): string {
  switch (pick(random, 4)) {
    case 0:
      return text.slice(0, Math.floor(text.length / 2))
    case 1:
      return `\uFFFD${text.slice(1)}`
    case 2:
      return text.replace(/"([A-Za-z]+)":("[^"]*"|\d+)/, '"$1":{}')
    default:
      return text.slice(1, -1)
  }
}
