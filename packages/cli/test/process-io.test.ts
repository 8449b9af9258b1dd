import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { createInput } from '../src/process-io.ts'

/** A terminal: it can be told to leave echo and editing to whoever reads, and remembers that. */
const terminal = () => {
  const modes: boolean[] = []
  const source = Object.assign(new PassThrough(), { isTTY: true, setRawMode: (isRaw: boolean) => modes.push(isRaw) })
  return { source, modes }
}

describe('a hidden line', () => {
  it.each([
    ['is what was typed', 'kara kutu\r', 'kara kutu'],
    ['is corrected as lines are', 'karb\u007fa kutu\r', 'kara kutu'],
    ['is nothing after Ctrl-C', 'kara\u0003', null],
    ['is nothing after Ctrl-D', '\u0004', null],
    ['may hold any letter', 'mavi kapı ağ\r', 'mavi kapı ağ'],
  ])('%s', async (_told, typed, line) => {
    const { source, modes } = terminal()
    const reading = createInput(source).readHidden()
    source.write(typed)
    expect(await reading).toBe(line)
    expect(modes, 'the terminal shows nothing while it is typed, and is as before after it').toEqual([true, false])
  })

  it('comes one after the other', async () => {
    const { source } = terminal()
    const { readHidden, isTerminal } = createInput(source)
    const first = readHidden()
    source.write('one\r')
    expect([await first, isTerminal]).toEqual(['one', true])
    const second = readHidden()
    source.write('two\r')
    expect(await second).toBe('two')
  })
})

it('reads to the end, and no more than it was told to', async () => {
  const of = (...chunks: string[]) => {
    const source = new PassThrough()
    for (const chunk of chunks) source.write(chunk)
    source.end()
    return createInput(source)
  }
  expect([of().isTerminal, Buffer.from(await of('ab', 'cd').read(10)).toString()]).toEqual([false, 'abcd'])
  expect(Buffer.from(await of('ab', 'cd', 'ef').read(3)).toString()).toBe('abc')
})
