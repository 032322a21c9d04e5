// Opens many live connections to the product or to a bare socket.io server, and notes when each event arrives at each of them.
// node subscribers.mjs callsight|socketio URL COUNT [TOKEN]; says "ready", then on a line of input tells what arrived when.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const { WebSocket } = createRequire(process.cwd() + '/')('ws');
const [, , kind, url, count, token] = process.argv;
const end = '\u001e';
const received = {};
const note = number => { if (number >= 0) (received[number] ??= []).push(performance.timeOrigin + performance.now()); };

const speak = {
  callsight: (socket, ready) => {
    socket.on('open', () => socket.send(`{"protocol":"json","version":1}${end}`));
    socket.on('message', data => {
      for (const text of data.toString().split(end)) {
        if (text === '{}') socket.send(`{"type":1,"invocationId":"1","target":"Subscribe","arguments":[["events:*"],null]}${end}`);
        else if (text.startsWith('{"type":3')) ready();
        else if (text.startsWith('{"type":1') && text.includes('"Event"')) note(JSON.parse(text).arguments[0].data.value);
      }
    });
  },
  socketio: (socket, ready) => socket.on('message', data => {
    const text = data.toString();
    if (text[0] === '0') socket.send('40');
    else if (text.startsWith('40')) ready();
    else if (text === '2') socket.send('3');
    else if (text.startsWith('42')) note(JSON.parse(text.slice(2))[1].data.value);
  }),
};

for (let opened = 0; opened < +count; opened++)
  await new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers: token ? { Authorization: `Bearer ${token}` } : {}, perMessageDeflate: false });
    socket.on('error', reject);
    speak[kind](socket, resolve);
  });
console.log('ready');
for await (const _ of createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(received) + '\n', () => process.exit());
}
