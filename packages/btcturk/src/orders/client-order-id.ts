import type { Clock, Random } from '../ports.ts'

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz'

/** A client order id of 31 characters: the time, so that ids sort, and 103 bits of chance. */
export function makeClientOrderId(clock: Clock, random: Random): string {
  const time = Math.max(Math.floor(clock.now()), 0).toString(36).padStart(10, '0').slice(-10)
  const chance = Array.from({ length: 20 }, () => ALPHABET[Math.floor(random() * ALPHABET.length)])
  return `t${time}${chance.join('')}`
}
