// Cuts the power at every operation of a rotating log and of its recovery, in every way that the tests try and as many
// random ones, until so many disks were looked at; then kills a process that writes real files so many times.
// Run: node --conditions=@tezgah/source packages/audit/test/node/campaign.ts [states] [kills] [seed]
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { choicesFor, cutPower, type Kind, momentsOfRecovery, momentsOfRun } from './crash.ts'
import { killRepeatedly } from './kill.ts'
import { randomFrom } from './random.ts'

const [, , states = '1000000', kills = '1000', seed = `${Date.now() % 2 ** 31}`] = process.argv
const random = randomFrom(Number(seed))
console.log(`seed ${seed}`)

let seen = 0
while (seen < Number(states)) {
  for (const kind of ['unsigned', 'signed'] satisfies Kind[]) {
    for (const moment of await momentsOfRun(kind)) {
      seen += await cutPower(kind, moment, choicesFor(moment, random, 20))
      for (const again of await momentsOfRecovery(kind, moment)) {
        seen += await cutPower(kind, again, choicesFor(again, random, 5))
        if (seen >= Number(states)) break
      }
      if (seen >= Number(states)) break
    }
    console.log(`${seen} disks after a power cut, all sound`)
  }
}

const folder = await mkdtemp(path.join(tmpdir(), 'tezgah-audit-'))
try {
  const acknowledged = await killRepeatedly(path.join(folder, 'backtest.log'), Number(kills), random)
  console.log(`${kills} kills, ${acknowledged} records acknowledged, none lost`)
} finally {
  await rm(folder, { recursive: true, force: true })
}
