// A bare socket.io server that tells everybody the same: what the product's live events are measured beside.
// Says its port; a number on a line of input is told to all as an event like the product's, "memory" says the resident bytes.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { createServer } from 'node:http';

const { Server } = createRequire(process.cwd() + '/')('socket.io');
const http = createServer();
const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false });
http.listen(0, '127.0.0.1', () => console.log(http.address().port));
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'memory') {
    globalThis.gc();
    console.log(process.memoryUsage.rss());
    continue;
  }
  io.emit('event', {
    epoch: '019abcdef0', position: `${line}-0199`, id: '0199c0de-0000-7000-8000-000000000000', type: 'benched',
    occurred_at: new Date().toISOString(), topic: 'events:*', topics: ['events:*'], data: { value: +line },
  });
}
