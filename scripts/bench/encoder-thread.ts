/** A thread of `bench:encoder`: opens an encoder, says so, and reads its texts each time it is asked to. */
import { parentPort, workerData } from 'node:worker_threads';
import { callsOf, openEncoder } from './encoder-parts.js';

const texts = workerData as readonly string[];
const encoder = await openEncoder();
const calls = callsOf(texts);
parentPort!.on('message', async () => {
  await encoder.read(calls);
  parentPort!.postMessage('read');
});
parentPort!.postMessage('open');
