import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request as httpRequest, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { Client, Pool } from 'undici'
import { type AppDependencies, buildApp } from '../src/app.ts'
import { OperatorDirectory } from '../src/operators/directory.ts'
import { createUpstream } from '../src/upstream/client.ts'

// What the proxy adds to one request: p50 over one connection on the loopback, in local mode and with a session in shared mode, beside two
// forwards of a few lines that do nothing else. Rounds take turns, so that what else this machine does meets all of them.

const ROUNDS = 8
const REQUESTS = 1_000
const WARM_UP = 2_000
const PATH = '/strategies'
const ANSWER = JSON.stringify({ strategies: Array.from({ length: 20 }, (_, n) => ({ name: `strategy-${n}` })) })

async function listen(server: Server): Promise<URL> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
}

const executor = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': ANSWER.length }).end(ANSWER)
})
const executorUrl = await listen(executor)

const bare = createServer((request, response) => {
  const options = { method: request.method ?? 'GET', headers: { accept: '*/*' }, agent: undefined }
  httpRequest(new URL(request.url ?? '/', executorUrl), options, (answer) => {
    response.writeHead(answer.statusCode ?? 502, { 'content-type': answer.headers['content-type'] ?? '' })
    answer.pipe(response)
  }).end()
})

const pool = new Pool(executorUrl.origin, { connections: 32 })
const bareUndici = createServer(async (request, response) => {
  const answer = await pool.request({ path: request.url ?? '/', method: 'GET' })
  response.writeHead(answer.statusCode, { 'content-type': String(answer.headers['content-type']) })
  answer.body.pipe(response)
})

const folder = mkdtempSync(`${tmpdir()}/tezgah-bench-`)
const upstream = createUpstream({ url: executorUrl, connectTimeoutMs: 2_000, answerTimeoutMs: 30_000 })
const file = `${folder}/operators.json`
const ada = {
  id: 'ada',
  role: 'viewer',
  tokens: [],
  password: `$scrypt$ln=14,r=8,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`,
}
writeFileSync(file, JSON.stringify({ version: 1, operators: [ada] }), { mode: 0o600 })
const deps: AppDependencies = {
  ...{ upstream, adminToken: 'a-token-of-this-benchmark', pageDirectory: folder, grafanaUrl: null },
  ...{ reportError: console.error, log: () => undefined, mode: { kind: 'local' } },
  operators: new OperatorDirectory(file, console.error),
  sessionLimits: { idleMs: 1_800_000, absoluteMs: 43_200_000 },
  checkPassword: async () => true,
}
const local = await buildApp(deps)
const publicOrigin = new URL('https://desk.test')
const shared = await buildApp({
  ...deps,
  mode: { kind: 'shared', publicOrigin, trustedHops: 1, clientCertificates: false },
})
const forwarded = { host: 'desk.test', 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https' }
const payload = { operator: 'ada', password: 'any' }
const signedIn = await shared.inject({ method: 'POST', url: '/api/session', headers: forwarded, payload })
const cookie = String(signedIn.headers['set-cookie']).split(';', 1)[0] ?? ''
const addressOf = async (app: typeof local): Promise<URL> => new URL(await app.listen({ host: '127.0.0.1', port: 0 }))

type Target = { readonly url: URL; readonly path: string; readonly headers?: Record<string, string> }
const ways = {
  direct: { url: executorUrl, path: PATH },
  'bare node:http forward': { url: await listen(bare), path: PATH },
  'bare undici forward': { url: await listen(bareUndici), path: PATH },
  'proxy, local': { url: await addressOf(local), path: `/api${PATH}` },
  'proxy, shared': { url: await addressOf(shared), path: `/api${PATH}`, headers: { ...forwarded, cookie } },
} satisfies Record<string, Target>
type Way = keyof typeof ways

async function measure(client: Client, { path, headers = {} }: Target, times: number): Promise<readonly number[]> {
  const took: number[] = []
  for (let n = 0; n < times; n++) {
    const before = performance.now()
    const { statusCode, body } = await client.request({ path, headers, method: 'GET' })
    const text = await body.text()
    took.push(performance.now() - before)
    if (statusCode !== 200 || text !== ANSWER) throw new Error(`${path}: ${statusCode}, ${text.slice(0, 80)}`)
  }
  return took
}

const p50 = (took: readonly number[]): number => took.toSorted((a, b) => a - b)[Math.floor(took.length / 2)] ?? 0

const names = Object.keys(ways) as Way[]
const clients = new Map(names.map((name) => [name, new Client(ways[name].url.origin, { pipelining: 1 })]))
for (const [name, client] of clients) await measure(client, ways[name], WARM_UP)
const rounds = new Map<Way, number[]>(names.map((name) => [name, []]))
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, client] of clients) rounds.get(name)?.push(p50(await measure(client, ways[name], REQUESTS)))
}

const direct = p50(rounds.get('direct') ?? [])
for (const [name, medians] of rounds) {
  const median = p50(medians)
  console.log(`${name.padEnd(24)} p50 ${median.toFixed(3)} ms, adds ${(median - direct).toFixed(3)} ms`)
}

await Promise.all([...clients.values()].map((client) => client.close()))
await Promise.all([local.close(), shared.close()])
await upstream.close()
await pool.close()
for (const server of [executor, bare, bareUndici]) server.close()
rmSync(folder, { recursive: true })
