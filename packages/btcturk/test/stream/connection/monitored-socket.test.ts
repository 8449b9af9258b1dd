import { expect, it } from 'vitest'
import { MonitoredSocket } from '../../../src/stream/connection/monitored-socket.ts'
import type { SocketListener } from '../../../src/stream/connection/socket.ts'
import { FakeTime } from '../fake-time.ts'

function connected() {
  const time = new FakeTime()
  const sent: string[] = []
  let peer: SocketListener | null = null
  const nothing = () => undefined
  const socket = new MonitoredSocket({
    url: 'ws://127.0.0.1',
    clock: time,
    timers: time,
    connect: (_, listener) => {
      peer = listener
      return { send: (text) => sent.push(text), close: nothing, terminate: nothing }
    },
    onOpen: nothing,
    onText: nothing,
    onStale: nothing,
    onFresh: nothing,
    onLost: nothing,
    probe: () => false,
  })
  return { socket, sent, peer: peer! as SocketListener }
}

it('sends only while it is open: a socket throws before that and drops what comes after', () => {
  const { socket, sent, peer } = connected()
  socket.send('too early')
  peer.opened()
  socket.send('in time')
  peer.closed('reset', null)
  socket.send('too late')
  expect(sent).toEqual(['in time'])
})

it('sends nothing after its owner closed it', () => {
  const { socket, sent, peer } = connected()
  peer.opened()
  socket.close()
  socket.send('too late')
  expect(sent).toEqual([])
})
