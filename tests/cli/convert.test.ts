import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from './run-cli.js';

const SAMPLES = resolve('fixtures/formats');

let folder: string;
let out: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tingping-convert-'));
  out = join(folder, 'calls.jsonl');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const convert = (inputs: readonly string[], ...flags: readonly string[]) =>
  runCli(['convert', ...inputs, '--out', out, ...flags]);
const calls = async (path = out) =>
  (await readFile(path, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const call = (callId: string, text: string) => `${JSON.stringify({ callId, turns: [{ speaker: 'agent', text }] })}\n`;

describe('convert', () => {
  it('writes every sample, and its own output again as it was', async () => {
    const { code, stdout, stderr } = await convert([SAMPLES]);
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toBe('tingping: 51 calls converted, 0 rejected, 0 skipped\n');
    const again = join(folder, 'again.jsonl');
    await runCli(['convert', out, '--out', again]);
    expect(await readFile(again, 'utf8')).toBe(await readFile(out, 'utf8'));
  });

  it('writes to the standard output, and leaves nothing behind', async () => {
    const { code, stdout } = await runCli(['convert', join(SAMPLES, 'subtitles.srt'), '--out', '-'], { cwd: folder });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ callId: 'subtitles', conversion: { format: 'srt' } });
    expect(await readdir(folder)).toEqual([]);
  });

  it('says who is the agent, and what a column holds', async () => {
    await convert([join(SAMPLES, 'whisperx.json')], '--agent-speaker', 'SPEAKER_00');
    expect((await calls())[0].turns.map(({ speaker }: { speaker: string }) => speaker).slice(0, 2)).toEqual([
      'agent',
      'caller',
    ]);
    await convert([join(SAMPLES, 'aliyun-filetrans.json')], '--agent-channel', '0');
    expect((await calls())[0].turns[0]).toMatchObject({ speaker: 'agent', channel: 0 });
    await writeFile(join(folder, 'own.csv'), 'no,who said what\n7,Agent: hi\n');
    await convert([join(folder, 'own.csv')], '--column', 'no=callId', '--column', 'who said what=text');
    expect(await calls()).toMatchObject([{ callId: '7', turns: [{ speaker: 'agent', text: 'hi' }] }]);
  });

  it('infers roles, and takes what sidecars and names of files tell', async () => {
    const turns = [
      { speaker: 'S1', text: '您好很高兴为您服务请问有什么可以帮您' },
      { speaker: 'S2', text: '我家网断了三天了你们怎么还不来修' },
      { speaker: 'S1', text: '非常抱歉请问您贵姓我帮您查一下' },
    ].map(({ speaker, text }) => ({ speaker: 'unknown', speakerLabel: speaker, text }));
    await writeFile(join(folder, 'A7_x.json'), JSON.stringify({ callId: 'x', turns }));
    await writeFile(join(folder, 'A7_x.meta.json'), JSON.stringify({ team: 'night' }));
    await convert([folder], '--filename-pattern', '^(?<agentId>A[0-9]+)_');
    expect(await calls()).toMatchObject([{ callId: 'x', agentId: 'A7', team: 'night', roles: { source: 'inferred' } }]);
    expect((await calls())[0].turns.map(({ speaker }: { speaker: string }) => speaker)).toEqual([
      'agent',
      'caller',
      'agent',
    ]);
  });

  it('leaves out calls of one id that differ, counts copies once, and tells the rest', async () => {
    await writeFile(join(folder, 'a.jsonl'), call('x', 'one') + call('y', 'same') + call('z', 'z'));
    await writeFile(join(folder, 'b.jsonl.gz'), gzipSync(`${call('x', 'two') + call('y', 'same')}{"callId": 5}\n`));
    const { code, stderr } = await convert([folder]);
    expect((await calls()).map(({ callId }) => callId)).toEqual(['y', 'z']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/b\.jsonl\.gz:3 has a wrong callId/);
    expect(stderr).toMatch(/a\.jsonl:1 call "x" differs from the call of the same id/);
    expect(stderr).toMatch(/2 calls converted, 3 rejected, 0 skipped\n$/);
    expect((await convert([folder], '--max-rejected', '90')).code).toBe(0);
    expect((await readdir(folder)).sort()).toEqual(['a.jsonl', 'b.jsonl.gz', 'calls.jsonl']);
  });

  it.each([
    ['a format that is none', ['--format', 'deepgrm'], /did you mean "deepgram"/],
    ['a pattern with no groups', ['--filename-pattern', 'A[0-9]+'], /must have named groups/],
    ['a pattern with a slip', ['--filename-pattern', '(?<agentld>.)'], /did you mean "agentId"/],
    ['a channel that is none', ['--agent-channel', 'left'], /whole number from 0/],
    ['a limit that is none', ['--limit', 'minutes=3'], /known are callMegabytes, turns/],
    ['a limit without a number', ['--limit', 'turns=many'], /like "turns=10000"/],
    ['a column without a field', ['--column', 'text'], /NAME OF THE COLUMN=text/],
    ['a field that is none', ['--column', 'x=txt'], /did you mean "text"/],
  ])('refuses %s', async (_name, flags, sentence) => {
    const { code, stderr } = await convert([SAMPLES], ...flags);
    expect(code).toBe(2);
    expect(stderr).toMatch(sentence);
    expect(await readdir(folder)).toEqual([]);
  });

  it('refuses a folder to write to, and an input that is not there', async () => {
    expect((await runCli(['convert', SAMPLES, '--out', folder])).stderr).toMatch(/is a folder: name a file/);
    expect((await convert(['no-such.json'])).stderr).toMatch(/no-such\.json does not exist/);
  });
});

describe('formats', () => {
  it('lists every format with its status and sample', async () => {
    const { code, stdout } = await runCli(['formats']);
    expect(code).toBe(0);
    expect(stdout).toContain('genesys-cloud  Genesys Cloud (experimental)');
    expect(stdout.match(/^ {2}sample {8}fixtures\/formats\//gm)).toHaveLength(25);
  });
});

describe('score', () => {
  it('reads foreign formats, and tells what was made of them', async () => {
    const reports = join(folder, 'reports');
    const late = {
      language: 'zh',
      segments: [0, 1, 2].map((at) => ({
        start: at * 3000,
        end: at * 3000 + 2500,
        text: '您好，请问有什么可以帮您',
        speaker: `S${at % 2}`,
      })),
    };
    await writeFile(join(folder, 'late.json'), JSON.stringify(late));
    const inputs = [join(folder, 'late.json'), '--agent-speaker', 'S0'];
    const { code } = await runCli(['score', ...inputs, '--out', reports, '--no-model', '--workers', '1']);
    expect(code).toBe(0);
    const [result] = await calls(join(reports, 'calls.jsonl'));
    expect(result.warnings).toContainEqual({
      code: 'time_unit',
      params: { stated: 'seconds', actual: 'milliseconds' },
    });
    expect(JSON.parse(await readFile(join(reports, 'run.json'), 'utf8')).options).toMatchObject({
      agentSpeakers: ['S0'],
    });
    const explained = await runCli(['explain', ...inputs, '--no-model']);
    expect(explained.stdout).toMatch(/times say seconds and are milliseconds/);
  });
});
