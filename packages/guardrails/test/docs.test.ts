import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { REASON_CODES } from '@tezgah/guardrails'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { orderPolicyKinds, startPolicyKinds } from '../src/policies/kinds.ts'

const run = promisify(execFile)
const readme = readFileSync(path.join(import.meta.dirname, '../README.md'), 'utf8')
const guide = readFileSync(path.join(import.meta.dirname, '../../../docs/guardrails.md'), 'utf8')
const blocks = (page: string, language: string) =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map((match) => match[1]!)

describe('the pages', () => {
  let folder: string
  beforeAll(() => {
    // Inside the package, where Node finds it by its own name.
    folder = mkdtempSync(path.join(import.meta.dirname, '.run-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  async function print(file: string, code: string): Promise<string> {
    writeFileSync(path.join(folder, file), code)
    return (await run(process.execPath, ['--conditions=@tezgah/source', file], { cwd: folder })).stdout
  }

  it('show in the README a program that prints what stands below it', async () => {
    expect(await print('readme.ts', blocks(readme, 'ts')[0]!)).toBe(blocks(readme, 'text')[0])
  })

  it('show in the guide programs that print what stands below them', async () => {
    writeFileSync(path.join(folder, 'policies.json'), blocks(guide, 'json')[0]!)
    const [check, use, cost] = blocks(guide, 'ts')
    const [checked, used, costs] = blocks(guide, 'text')
    expect(await print('check.ts', check!)).toBe(checked)
    // The others begin with the first.
    expect(await print('use.ts', use!)).toBe(`${checked}${used}`)
    expect(await print('cost.ts', cost!)).toBe(`${checked}${costs}`)
  })
})

it('the guide lists every reason code with its text, and no other', () => {
  const rows = [...guide.matchAll(/^\| `([A-Z_]+)` +\| (.*?) +\|$/gm)].map(([, code, text]) => [code, text])
  expect(rows).toEqual(Object.entries(REASON_CODES))
})

it('the guide lists every kind with its limits and whether it is exempt', () => {
  const section = guide.slice(guide.indexOf('## Policies'), guide.indexOf('## Reason codes'))
  const rows = [...section.matchAll(/^\| `(\w+)` +\| (.*?) +\| (yes|no) +\|/gm)]
  expect(rows.map(([, kind]) => kind).sort()).toEqual(Object.keys(orderPolicyKinds).sort())
  for (const [, kind, limits, exempt] of rows) {
    const { limits: shape, exemptReducing } = orderPolicyKinds[kind as keyof typeof orderPolicyKinds]
    expect(exempt, kind).toBe(exemptReducing ? 'yes' : 'no')
    for (const limit of Object.keys(shape)) expect(limits, kind).toContain(`\`${limit}\``)
  }
})

it('the guide lists every kind of policy on starts with its limits', () => {
  const section = guide.slice(guide.indexOf('## Starts of runs'), guide.indexOf('## Reason codes'))
  const rows = [...section.matchAll(/^\| `(\w+)` +\| (.*?) +\|/gm)]
  expect(rows.map(([, kind]) => kind).sort()).toEqual(Object.keys(startPolicyKinds).sort())
  for (const [, kind, limits] of rows) {
    for (const limit of Object.keys(startPolicyKinds[kind as keyof typeof startPolicyKinds].limits)) {
      expect(limits, kind).toContain(`\`${limit}\``)
    }
  }
})
