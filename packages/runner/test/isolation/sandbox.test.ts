import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { findWrapper, nodeCommand } from '../../src/isolation/command.ts'

const ATTACKER = path.join(import.meta.dirname, 'attacker.mjs')
const isNetworkDenied = Number(process.versions.node.split('.')[0]) >= 25

/** What became of each attempt of code that got past everything in JavaScript, by name. */
const attack = async (prefix: readonly string[], ...args: readonly string[]): Promise<Record<string, string>> => {
  const node = nodeCommand({ entry: ATTACKER, readable: [ATTACKER], memoryMb: 64, conditions: [] })
  const [program = '', ...rest] = [...prefix, ...node, ...args]
  const child = spawn(program, rest, { env: {}, cwd: '/', stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const output = child.stdio[3] as Readable
  let text = ''
  for await (const bytes of output) text += bytes
  return JSON.parse(text)
}

describe('the walls around a process, without the belt', { timeout: 60_000 }, () => {
  it('are those of Node: no file, no write, no child, no thread, no addon', async () => {
    const { environment, ...outcomes } = await attack([])
    expect(environment).toBe('{}')
    const { connect, name, parent: _, ...denied } = outcomes
    for (const [attempt, outcome] of Object.entries(denied))
      expect(outcome, attempt).toMatch(/DENIED|DISABLED|Access to this API/)
    if (isNetworkDenied) expect([connect, name]).toEqual(['ERR_ACCESS_DENIED', 'ERR_ACCESS_DENIED'])
    else console.warn(`the network is not covered by the permission model of Node ${process.version}`)
  })

  it('are those of the kernel: nobody to reach, nobody to signal', async () => {
    const wrapper = await findWrapper('auto')
    if (!wrapper.hasNamespaces) {
      console.warn('not tested: this system does not permit namespaces')
      return
    }
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as { port: number }
    const outcomes = await attack(wrapper.prefix, String(port), String(process.pid))
    server.close()
    expect(outcomes['parent']).toBe('ESRCH')
    expect(outcomes['connect']).not.toBe('done')
  })
})
