import assert from 'node:assert/strict'
import { setTimeout as delay } from 'node:timers/promises'
import { makePlace, type Running, run } from '../fixtures/process.ts'
import { Clients } from './clients.ts'
import { type Random, randomFrom } from './random.ts'
import { assertReconciled } from './reconciled.ts'

const MOST_MS_ALIVE = 500
const MOST_MS_TO_START = 400

/** What one lane of kills has seen. */
export type Lane = { readonly kills: number; readonly jobs: number }

/**
 * Starts a service, kills it with SIGKILL at a random moment under load, and starts it again on the same data, so many times; then holds
 * everything it tells and has written against what its clients were promised.
 *
 * @throws AssertionError naming the seed
 */
export const killRepeatedly = async (
  kills: number,
  starts: number,
  seed: number,
  result: (fast: number) => string,
): Promise<Lane> => {
  const random = randomFrom(seed)
  const clients = new Clients(random)
  const place = await makePlace({ CONCURRENCY: '2' })
  for (let kill = 0; kill < kills; kill++) await liveAndDie(run(place.env), clients, starts, random)
  const last = run(place.env)
  await assertReconciled(await last.listening, place.env['AUDIT_LOG'] ?? '', clients, result).catch((error) => {
    throw new Error(`seed ${seed}, files in ${place.folder}: ${error.message}`, { cause: error })
  })
  last.child.kill('SIGTERM')
  assert.equal(await last.ended, 0, 'the last one ends in order')
  await place.remove()
  return { kills, jobs: clients.promised.size }
}

/** One in twenty is killed before it can listen. */
const liveAndDie = async ({ child, listening, ended }: Running, clients: Clients, starts: number, random: Random) => {
  const stillborn = random() < 0.05
  const life = stillborn ? Promise.resolve() : listening.then((address) => live(address, clients, starts, random))
  try {
    await (stillborn ? delay(random() * MOST_MS_TO_START) : Promise.race([life, listening.then(() => moment(random))]))
  } finally {
    child.kill('SIGKILL')
    await Promise.all([ended, life])
  }
}

/** Lives end while starts are answered, just after, in the middle of the work, or around the end of a backtest. */
const moment = (random: Random): Promise<void> => delay(random() * (random() < 0.4 ? 60 : MOST_MS_ALIVE))

const live = async (address: string, clients: Clients, starts: number, random: Random): Promise<void> => {
  await clients.load(address, starts)
  // The kill comes while it waits, or just after.
  if (random() < 0.3) await clients.untilOneMoreEnds(address).catch(() => {})
  else await delay(random() * MOST_MS_ALIVE)
}
