import { describe, expect, it } from 'vitest';
import { readCsv } from '../../src/ingest/csv.js';
import { documentReader } from '../../src/ingest/documents.js';
import { NO_METADATA } from '../../src/ingest/file-metadata.js';
import type { FileContext } from '../../src/ingest/item.js';
import { LIMITS } from '../../src/ingest/limits.js';
import { blocksOf, linesOf } from '../../src/ingest/lines.js';
import { FileSights } from '../../src/ingest/option-use.js';
import { NO_ROLES } from '../../src/ingest/roles.js';
import { gather, spoken, type Taken, takeBytes, vocabulary } from './helpers.js';

function csv(text: string, maxHeldCharacters?: number): Promise<Taken> {
  async function* chunks() {
    yield text;
  }
  const context: FileContext = {
    file: 'x.csv',
    fileId: 'x',
    vocabulary,
    roles: NO_ROLES,
    metadata: NO_METADATA,
    format: null,
    limits: LIMITS,
    documents: documentReader([]),
    sights: new FileSights(),
  };
  return gather(readCsv(linesOf(blocksOf(chunks())), context, maxHeldCharacters));
}

const codes = ({ rejects }: Taken) => rejects.map(({ line, callId, code }) => [line, callId, code]);

describe('CSV', () => {
  it('names a call after the file where no column does', async () => {
    const { calls } = await csv('speaker,text\nagent,hello\ncustomer,hi\n');
    expect(calls.map(({ callId, source }) => [callId, source.line])).toEqual([['x', null]]);
  });

  it('keeps the order of rows in a call whose rows are apart', async () => {
    const { calls } = await csv('call id,speaker,text\na,agent,1\nb,agent,1\na,customer,2\nb,customer,2\na,agent,3\n');
    expect(calls.map((call) => [call.callId, ...spoken(call)])).toEqual([
      ['a', 'agent: 1', 'caller: 2', 'agent: 3'],
      ['b', 'agent: 1', 'caller: 2'],
    ]);
  });

  it('hands over the call that waited longest when memory is short, and tells of a row that comes too late', async () => {
    const rows = ['a,agent,1', 'b,agent,1', 'b,customer,2', 'c,agent,1', 'a,customer,2', 'a,agent,3', 'c,customer,2'];
    const taken = await csv(`call id,speaker,text\n${rows.join('\n')}`, 350);
    expect(taken.calls.map((call) => [call.callId, call.turns.length])).toEqual([
      ['a', 1],
      ['b', 2],
      ['c', 2],
    ]);
    expect(codes(taken)).toEqual([[6, 'a', 'csv_scattered']]);
  });

  it.each([
    ['milliseconds by how long turns are', 'start,end', ['0,2500', '2600,4000'], [0, 2600]],
    ['seconds by how long turns are', 'start,end', ['0,2', '3,9'], [0, 3000]],
    ['seconds by a fraction', 'start,end', ['0.0,2.25', '2.5,3'], [0, 2500]],
    ['seconds by the steps between starts', 'start', ['0', '4', '9'], [0, 4000, 9000]],
    ['seconds by name', 'start (s)', ['0', '400'], [0, 400_000]],
    ['milliseconds by name', '开始时间(毫秒)', ['0', '4'], [0, 4]],
    ['clocks', 'start', ['00:01', '01:02:03.045'], [1000, 3_723_045]],
    ['units of their own', 'start', ['1.5s', '1800 ms'], [1500, 1800]],
    ['no time at all', 'start', ['', '1:00'], [null, 60_000]],
  ])('reads times: %s', async (_name, columns, rows, starts) => {
    const taken = await csv(`call_id,speaker,text,${columns}\n${rows.map((row) => `a,agent,hi,${row}`).join('\n')}\n`);
    expect(taken.rejects).toEqual([]);
    expect(taken.calls[0]?.turns.map(({ startMs }) => startMs)).toEqual(starts);
  });

  it.each([
    ['start', '1:99'],
    ['start', '999999999999'],
    ['start', 'soon'],
    ['channel', 'left'],
    ['confidence', '93'],
    ['started_at', 'yesterday'],
    ['duration', '-5'],
    ['medium', 'carrier pigeon'],
  ])('rejects a wrong %s: %s', async (column, value) => {
    const taken = await csv(`call_id,speaker,text,${column}\na,agent,hi,${value}\nb,agent,hi,\n`);
    expect(taken.calls.map(({ callId }) => callId)).toEqual(['b']);
    expect(codes(taken)).toEqual([[2, 'a', column === 'medium' ? 'unknown_word' : 'bad_field']]);
  });

  it('reads the unit from a single row without a line end', async () => {
    const { calls } = await csv('call_id,speaker,text,start,end\na,agent,hi,3,9');
    expect(calls[0]?.turns[0]).toMatchObject({ startMs: 3000, endMs: 9000 });
  });

  it('keeps unknown columns that tell about the call, numbers as numbers', async () => {
    const { calls } = await csv(
      'call_id,speaker,text,csat,order,emotion\na,agent,hi,5,00123,calm\na,customer,hi,5,00123,upset\n',
    );
    expect(calls[0]?.meta).toEqual({ csat: 5, order: '00123' });
  });

  it('takes the first queue of a transferred call', async () => {
    const { calls } = await csv('call_id,speaker,text,queue\na,agent,hi,first\na,agent,hi,second\n');
    expect(calls[0]?.queue).toBe('first');
  });

  it('lets a broken row cost its call only, also where its id stands behind it', async () => {
    const taken = await csv('text,speaker,call_id\nhi,agent,a\nho,agent,b\n"x" y,agent,b\nhi,customer,a\n');
    expect(taken.calls.map(({ callId, turns }) => [callId, turns.length])).toEqual([['a', 2]]);
    expect(codes(taken)).toEqual([[4, 'b', 'csv_row']]);
  });

  it('reads on after a quote that nobody closes', async () => {
    const rest = Array.from({ length: 50_000 }, (_, index) => `c${index},agent,a text of some thirty characters`);
    const taken = await takeBytes(`call_id,speaker,text\na,agent,"open\n${rest.join('\n')}\n`);
    expect(taken.calls).toHaveLength(50_000);
    expect(codes(taken)).toEqual([[2, 'a', 'csv_row']]);
  });

  it('tells text with a comma from a turn', async () => {
    const taken = await csv('call_id,speaker,text\na,agent,"well, hello"\nb,agent,well, hello\n');
    expect(taken.calls.map((call) => spoken(call))).toEqual([['agent: well, hello']]);
    expect(codes(taken)).toEqual([[3, 'b', 'csv_cells']]);
  });
});

describe('a table as people export it', () => {
  const read = async (text: string) => {
    const { calls, rejects } = await takeBytes(text);
    expect(rejects).toEqual([]);
    return calls;
  };

  it.each<[string, string]>([
    ['titles above its header', '客服通话导出\n导出日期,2026-03-02\n\n说话人,内容\n坐席,您好\n客户,喂\n'],
    ['titles with empty cells', 'sep=,\n通话记录,\n导出人：王五,\nspeaker,text\nagent,您好\ncustomer,喂\n'],
    ['titles of two cells', 'Report,Calls of March\nspeaker;text\nagent;您好\ncustomer;喂\n'],
    ['a line drawn between its cells', 'speaker|text\nagent|您好\ncustomer|喂\n'],
  ])('has %s', async (_name, text) => {
    const [call] = await read(text);
    expect(spoken(call)).toEqual(['agent: 您好', 'caller: 喂']);
  });

  it('has a call a row under a title that is a word for the text', async () => {
    const calls = await read(
      '通话记录,,\n通话编号,对话内容,坐席\n7,客服：您好 客户：喂,A1\n8,客服：您好 客户：喂,A1\n',
    );
    expect(calls.map(({ callId, agentId }) => [callId, agentId])).toEqual([
      ['7', 'A1'],
      ['8', 'A1'],
    ]);
  });

  it('keeps its line numbers under titles', async () => {
    const { rejects } = await takeBytes('title\ndate\nspeaker,text,start\nagent,hello,x\n');
    expect(codes({ calls: [], items: [], rejects })).toEqual([[4, 'stdin', 'bad_field']]);
  });

  it('has times with decimal commas', async () => {
    const [call] = await read('speaker;text;start;end\nagent;hello;0,5;12,125\ncustomer;hi;13,0;14,25\n');
    expect(call!.turns.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [500, 12_125],
      [13_000, 14_250],
    ]);
    const [quoted] = await read(
      'speaker,text,start s,confidence,duration\nagent,hello,"1,5","0,931","61,5"\ncustomer,hi,"2,25",,\n',
    );
    expect(quoted!.turns.map(({ startMs }) => startMs)).toEqual([1_500, 2_250]);
    expect([quoted!.turns[0]!.asrConfidence, quoted!.durationMs]).toEqual([0.931, 61_500]);
  });

  it('has no decimal comma where it may part thousands', async () => {
    const { rejects } = await takeBytes('speaker,text,start ms\nagent,hello,"1,500"\n');
    expect(rejects.map(({ code }) => code)).toEqual(['bad_field']);
  });
});

describe('labels of speakers', () => {
  it.each([
    ['Mary Jones (Agent)', 'agent'],
    ['John Smith [customer]', 'caller'],
    ['王芳（客服）', 'agent'],
    ['客服小王', 'agent'],
    ['Agent Mary', 'agent'],
    ['客户经理王五', 'unknown'],
    ['Customer Manager Tom', 'unknown'],
    ['Service User', 'unknown'],
    ['Agent of change', 'unknown'],
  ])('%s: %s', async (label, speaker) => {
    const { calls } = await takeBytes(`speaker,text\n${label},hello\n`);
    expect(calls[0]!.turns[0]!.speaker).toBe(speaker);
  });
});

describe('a column with the name of the agent', () => {
  const roles = async (text: string) => {
    const { calls } = await takeBytes(text);
    return [calls[0]!.roles.source, ...calls[0]!.turns.map(({ speaker }) => speaker)];
  };

  it('tells who of the speakers it is, and who is not', async () => {
    const rows = 'speaker,text,agent name\nMary Jones,well,mary jones\nTom,so,mary jones\nMary Jones,hm,mary jones\n';
    expect(await roles(rows)).toEqual(['told', 'agent', 'caller', 'agent']);
    // In rows of the agent alone.
    expect(await roles('说话人,内容,坐席工号\n1023,您好,1023\n张三,喂,\n')).toEqual(['told', 'agent', 'caller']);
    // After a transfer.
    expect(await roles('speaker,text,agent\nM,a,M\nT,b,M\nJ,c,J\nT,d,J\n')).toEqual([
      'told',
      'agent',
      'caller',
      'agent',
      'caller',
    ]);
  });

  it('tells nothing where it names everybody or nobody of them, and of several others nothing', async () => {
    expect(await roles('speaker,text,agent\nM,a,M\nT,b,T\n')).toEqual(['unknown', 'unknown', 'unknown']);
    expect(await roles('speaker,text,agent\nM,a,X\nT,b,X\n')).toEqual(['unknown', 'unknown', 'unknown']);
    expect(await roles('speaker,text,agent\nM,a,M\nT,b,M\nV,c,M\n')).toEqual([
      'unknown',
      'agent',
      'unknown',
      'unknown',
    ]);
  });

  it('stands behind the word of the user and of the table itself', async () => {
    expect(await roles('speaker,text,agent\ncustomer,a,customer\nagent,b,customer\n')).toEqual([
      'told',
      'caller',
      'agent',
    ]);
  });
});
