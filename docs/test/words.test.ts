import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

const root = path.join(import.meta.dirname, '../..')

/** Words that a developer has to read twice. The sentence names the party, the action and the result instead. */
const UNCLEAR =
  /\b(whoever|whatever|whichever|somebody|nobody|be it|hangs on|mends?|heals?)\b|\b(is|are|was|be|been) told\b(?! apart)/i

const EXCEPTIONS: Readonly<Record<string, string>> = {
  'examples/deploy/src/audit/verification.ts': 'the help text of a scraped metric',
  'examples/deploy/src/drill/main.ts': 'a wrong token that the drill sends',
}

function sources(): string[] {
  const trees = ['packages', 'examples'].flatMap((room) =>
    readdirSync(path.join(root, room)).flatMap((name) => [`${room}/${name}/src`, `${room}/${name}/web`]),
  )
  return trees
    .filter((tree) => existsSync(path.join(root, tree)))
    .flatMap((tree) =>
      readdirSync(path.join(root, tree), { recursive: true, encoding: 'utf8' }).map((file) => `${tree}/${file}`),
    )
    .map((file) => file.replaceAll(path.sep, '/'))
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'))
}

it('sources say in plain English what they do', () => {
  const files = sources()
  expect(files.length).toBeGreaterThan(500)
  const unclear = files
    .filter((file) => !(file in EXCEPTIONS))
    .flatMap((file) => {
      const lines = readFileSync(path.join(root, file), 'utf8').split('\n')
      return lines.flatMap((line, index) => (UNCLEAR.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : []))
    })
  expect(unclear).toEqual([])
})
