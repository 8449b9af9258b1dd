import { parseArgs } from 'node:util'
import { casesOf } from './cases.ts'
import type { LogFiles } from './honest-log.ts'
import { type Answer, PythonVerifier, verifyWithPackage } from './verifiers.ts'

const { values } = parseArgs({
  options: { logs: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
})
const python = new PythonVerifier()
const verdicts = new Map<string, number>()
const startedAt = performance.now()
let [checked, disagreements] = [0, 0]

for (let seed = Number(values.seed); checked < Number(values.logs); seed++) {
  const cases = casesOf(seed)
  const fromPython = Promise.all(cases.map(({ log }) => python.verify(log)))
  const ours = cases.map(({ log }) => answerOrError(log))
  for (const [index, theirs] of (await fromPython).entries()) {
    const { status, firstBadSeq } = ours[index]!
    verdicts.set(status, (verdicts.get(status) ?? 0) + 1)
    if (theirs.status === status && theirs.firstBadSeq === firstBadSeq) continue
    disagreements++
    console.log(
      `seed ${seed}, ${cases[index]!.tamper}: package ${JSON.stringify(ours[index])}, Python ${JSON.stringify(theirs)}`,
    )
  }
  checked += cases.length
}
python.close()

/** A verifier that throws has no verdict, which is a disagreement like another. */
function answerOrError(log: LogFiles): Answer {
  try {
    return verifyWithPackage(log)
  } catch (error) {
    return { status: String(error), firstBadSeq: null }
  }
}

const seconds = Math.round((performance.now() - startedAt) / 1000)
console.log(`${checked} logs in ${seconds} s, ${disagreements} disagreements`, Object.fromEntries(verdicts))
process.exitCode = disagreements === 0 ? 0 : 1
