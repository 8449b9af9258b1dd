import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { killRepeatedly } from './kill.ts'
import { randomFrom, seed } from './random.ts'

const ROUNDS = 10

it(`loses no acknowledged record to SIGKILL at a random moment, rotations included (TEZGAH_SEED=${seed})`, {
  timeout: 120_000,
}, async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'tezgah-audit-'))
  try {
    const acknowledged = await killRepeatedly(path.join(folder, 'backtest.log'), ROUNDS, randomFrom(seed))
    expect(acknowledged).toBeGreaterThan(ROUNDS)
    expect((await readdir(folder)).length, 'segments').toBeGreaterThan(3)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
