import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { makePlace, type Running, run } from '../fixtures/process.ts'
import { type CutDisk, makeCutDisk } from './block-device.ts'
import { Clients } from './clients.ts'
import { type Random, randomFrom } from './random.ts'
import { assertReconciled } from './reconciled.ts'

/** The power fails after so many answers, and a moment. */
const MOST_ANSWERS = 9
const MOST_MS_MORE = 60
const MOST_WRITES_LEFT = 12
/** How long the service goes on over a disk that fails: nothing it answers now may be a promise. */
const MS_WITHOUT_POWER = 80

/** What one disk has gone through. */
export type Outage = { readonly cuts: number; readonly jobs: number }

export type OutageOptions = {
  readonly cuts: number
  readonly starts: number
  readonly seed: number
  readonly journal?: 'ordered' | 'writeback'
  /** The disk forgets although it said that it had flushed: every service must fail on it. */
  readonly ignoresFlush?: boolean
  readonly result: (fast: number) => string
}

/**
 * Cuts the power of the disk on which a service keeps everything, at a random moment under load, and starts it again on what is left,
 * so many times; then holds everything it tells and has written against what its clients were promised.
 *
 * @throws AssertionError naming the seed
 */
export const cutRepeatedly = async (options: OutageOptions): Promise<Outage> => {
  const random = randomFrom(options.seed)
  const clients = new Clients(random)
  const place = await makePlace({ CONCURRENCY: '2' })
  const cutDisk = await makeCutDisk(options)
  const auditFile = path.join(cutDisk.folder, 'audit', 'backtest.log')
  const env = { ...place.env, TEZGAH_DATA_DIR: path.join(cutDisk.folder, 'data'), AUDIT_LOG: auditFile }
  const fates: string[] = []
  await cutDisk.mount()
  try {
    for (let cut = 0; cut < options.cuts; cut++) {
      fates.push(await liveAndLosePower(run(env), cutDisk, clients, options.starts, random))
    }
    const last = run(env)
    try {
      await assertReconciled(await last.listening, auditFile, clients, options.result)
    } finally {
      last.child.kill('SIGTERM')
      await last.ended
    }
  } catch (error) {
    throw new Error(`seed ${options.seed}, after ${fates.join('; ')}: ${(error as Error).message}`, { cause: error })
  } finally {
    await cutDisk.remove()
    await place.remove()
  }
  return { cuts: options.cuts, jobs: clients.promised.size }
}

const liveAndLosePower = async (
  { child, listening, ended }: Running,
  { disk, mount, unmount }: CutDisk,
  clients: Clients,
  starts: number,
  random: Random,
): Promise<string> => {
  let life = Promise.resolve()
  try {
    life = live(await listening, clients, starts, random)
    life.catch(() => {})
    await untilPromised(clients, Math.floor(random() * MOST_ANSWERS), life)
    await delay(random() * MOST_MS_MORE)
    disk.cut(Math.floor(random() * MOST_WRITES_LEFT))
    await delay(MS_WITHOUT_POWER)
    disk.cut()
  } finally {
    child.kill('SIGKILL')
    await ended
  }
  await life
  await unmount()
  const fate = disk.restore(random)
  await mount()
  return fate
}

/** Wave after wave until the service is gone. */
const live = async (address: string, clients: Clients, starts: number, random: Random): Promise<void> => {
  for (let wave = 0; wave < 4; wave++) {
    await clients.load(address, starts)
    await delay(random() * 40)
  }
}

/** Until so many more were promised, or all that there will be. */
const untilPromised = async ({ promised }: Clients, more: number, life: Promise<void>): Promise<void> => {
  const enough = promised.size + more
  let isOver = false
  const over = () => {
    isOver = true
  }
  life.then(over, over)
  while (promised.size < enough && !isOver) await delay(1)
}
