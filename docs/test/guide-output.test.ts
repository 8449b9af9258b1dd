import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const run = promisify(execFile)
const root = path.join(import.meta.dirname, '../..')

/** Programs of a guide by the file name in their first line, each with the output that is shown below it. */
function programsOf(guide: string) {
  return [...guide.matchAll(/```ts\n\/\/ (\S+)\n([\s\S]*?)```\n\n```text\n([\s\S]*?)```/g)].map(
    ([, file, code, output]) => ({ file: file!, code: code!, output: output! }),
  )
}

describe.each(['portfolio.md', 'execution.md'])('docs/%s', (name) => {
  const guide = readFileSync(path.join(root, 'docs', name), 'utf8')
  const programs = programsOf(guide)
  let folder: string

  beforeAll(() => {
    // Inside the checkout, where the programs find the packages by name, and not below node_modules, where Node reads no TypeScript.
    folder = mkdtempSync(path.join(import.meta.dirname, '.run-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('shows the output of each of its programs', () => {
    expect(programs).toHaveLength(guide.match(/```ts\n/g)!.length)
    expect(programs).not.toEqual([])
  })

  it.each(programs)('shows what $file prints', { timeout: 60_000 }, async ({ file, code, output }) => {
    writeFileSync(path.join(folder, file), code)
    const program = [process.execPath, '--conditions=@tezgah/source', path.join(folder, file)] as const
    const { stdout } = await run(program[0], program.slice(1), { cwd: root })
    expect(stdout).toBe(output)
  })
})
