/** Roles where the source tells voices apart and does not name them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Call, CERTAIN_ROLES, hasRoles, type Speaker } from '../../src/domain/call.js';
import { readCanonical } from '../../src/ingest/canonical.js';
import { canonicalOf, loadRoleModel, NO_ROLES } from '../../src/ingest/index.js';
import { inferRoles, type VoicedTurn } from '../../src/ingest/role-inference.js';
import { take, vocabulary } from './helpers.js';

const model = loadRoleModel('models/ingest/roles');

/** Turns from lines "X words": X is the label; `agent:X` and the like where the source tells the role. */
function talk(lines: readonly string[]): readonly VoicedTurn[] {
  return lines.map((line) => {
    const [, told, label, text] = /^(?:(agent|caller|system):)?(\S+) (.*)$/u.exec(line)!;
    return { speaker: (told ?? 'unknown') as Speaker, speakerLabel: label!, channel: null, text: text! };
  });
}

/** Speakers by label, in the order of labels; null where not all turns of a label have one. */
function rolesOf(lines: readonly string[], direction: Call['direction'] = null): Record<string, Speaker | null> {
  const turns = inferRoles(talk(lines), direction, model)?.turns ?? talk(lines);
  const labels = [...new Set(turns.map(({ speakerLabel }) => speakerLabel!))].sort();
  return Object.fromEntries(
    labels.map((label) => {
      const speakers = new Set(
        turns.filter(({ speakerLabel }) => speakerLabel === label).map(({ speaker }) => speaker),
      );
      return [label, speakers.size === 1 ? [...speakers][0]! : null];
    }),
  );
}

const SERVICE = [
  'A 您好，星达宽带客服八零一二号很高兴为您服务，请问有什么可以帮您？',
  'B 我家网从昨天晚上就断了，到现在还没好。',
  'A 给您添麻烦了，请问您贵姓？方便报一下账号吗？',
  'B 我姓赵，账号零二四五六六七八。',
  'A 赵先生，我这边查到您那个小区光纤断了，今晚八点前修好，修好给您回电。',
  'B 那行吧，快点啊。',
  'A 感谢您的来电，祝您生活愉快。',
];

describe('two voices', () => {
  it.each<[string, readonly string[], Call['direction'], Record<string, Speaker | null>]>([
    [
      'a caller who greets first, in the words of an agent',
      [
        'A 喂，您好，请问是星达宽带客服吗？',
        'B 是的您好，请问有什么可以帮您？',
        'A 我家网断了，我想问一下怎么回事。',
        'B 请您报一下账号，我帮您查一下。',
        'A 零二四五六六七八。',
        'B 查到了，您这边是线路故障，我给您登记，今晚八点前给您回电。',
        'A 好的谢谢。',
        'B 感谢您的来电，再见。',
      ],
      null,
      { A: 'caller', B: 'agent' },
    ],
    [
      'an outbound call: who is called picks up, the agent asks',
      [
        'B 喂？',
        'A 您好，请问是王女士吗？我是平和保险的客服，工号三零一七，给您做个回访。',
        'B 是我，什么事啊？',
        'A 您上个月的理赔已经到账了，请问您收到了吗？',
        'B 收到了。',
        'A 请问您对我们的服务满意吗？',
        'B 还行吧。',
        'A 感谢您的配合，祝您生活愉快，再见。',
      ],
      'outbound',
      { A: 'agent', B: 'caller' },
    ],
    [
      'a caller who speaks process words',
      [
        'A 您好，请问有什么可以帮您？',
        'B 我上回那个工单，你们说专员四十八小时内回电，系统里查一下，谁给我登记的？',
        'A 请问您的手机尾号是多少？我帮您查一下。',
        'B 尾号三三一七，你们后台应该能看到，转给主管吧。',
        'A 您稍等，我这边看到工单还在处理中，非常抱歉让您久等了。',
        'B 我都等了三天了，你们就这么办事的？',
        'A 我给您申请加急，今天下午五点前给您答复，您看可以吗？',
        'B 行吧。',
      ],
      null,
      { A: 'agent', B: 'caller' },
    ],
    [
      'an agent who hardly speaks',
      [
        'B 我跟你说我这个快递都五天了，你们到底送不送啊，我打了三次电话了。',
        'A 请问单号多少？',
        'B 我哪记得单号，就是那个红色的箱子，我妈寄给我的，你们自己查。',
        'A 您稍等。',
        'B 等等等，天天让我等，我都等烦了。',
        'A 给您查到了，明天送到。',
        'B 那行吧，别再骗我了。',
      ],
      null,
      { A: 'agent', B: 'caller' },
    ],
    [
      'English',
      [
        'A Thank you for calling Harper Valley bank, my name is Mary. How can I help you today?',
        'B Hi, I lost my card yesterday and I would like to order a new one.',
        'A I am sorry to hear that. May I have your name, please?',
        'B My name is Robert Davis.',
        'A Thank you, Robert. Let me check that for you. One moment please.',
        'B Okay.',
        'A Your new card is on its way. Is there anything else I can help you with?',
        'B No, that is all.',
      ],
      null,
      { A: 'agent', B: 'caller' },
    ],
  ])('%s', (_name, lines, direction, expected) => {
    expect(rolesOf(lines, direction)).toEqual(expected);
  });

  it('are as certain by channel as by label', () => {
    const turns = talk(SERVICE).map(({ text, speakerLabel }) => ({
      speaker: 'unknown' as const,
      channel: speakerLabel === 'A' ? 1 : 0,
      text,
    }));
    const byChannel = inferRoles(turns, null, model)!;
    expect(byChannel.roles).toEqual(inferRoles(talk(SERVICE), null, model)!.roles);
    expect(byChannel.turns.map(({ speaker }) => speaker)).toEqual(
      SERVICE.map((line) => (line.startsWith('A') ? 'agent' : 'caller')),
    );
  });
});

describe('nobody is guessed', () => {
  it.each<[string, readonly VoicedTurn[]]>([
    ['where no label tells voices apart', talk(SERVICE).map(({ speaker, text }) => ({ speaker, channel: 0, text }))],
    ['where one label holds all', talk(SERVICE.map((line) => line.replace(/^B/, 'A')))],
    [
      'where labels are drawn by lot',
      talk([...SERVICE, ...SERVICE].map((line, at) => line.replace(/^./, 'AB'[(at >> 1) % 2]!))),
    ],
    ['where too little is said', talk(['A 喂', 'B 喂', 'A 嗯', 'B 哦'])],
    ['in a call without words', talk(['A 嗯', 'B  '])],
  ])('%s', (_name, turns) => {
    const inferred = inferRoles(turns, null, model)!;
    expect(inferred.turns).toEqual(turns);
    expect(inferred.roles.confidence).toBeLessThan(CERTAIN_ROLES);
  });
});

describe('more voices', () => {
  const more = [
    'C 您好，我是高级专员李静，您的情况我已经了解了，非常抱歉给您带来不便。',
    'B 那你说怎么办吧，我家这都断了两天了。',
    'C 我给您申请减免三天的费用，一个工作日内到账，请问您还有其他需要吗？',
    'B 没了，谢谢。',
    'C 感谢您的来电，祝您生活愉快，再见。',
  ];

  it.each<[string, readonly string[], Record<string, Speaker | null>]>([
    ['a second agent after a transfer', [...SERVICE, ...more], { A: 'agent', B: 'caller', C: 'agent' }],
    [
      'a relative who takes the phone',
      [
        ...SERVICE.slice(0, 5),
        'D 喂，我是他爱人，我跟你说啊，我们家这个网这个月都断三回了，你们到底能不能修好？',
        'A 女士您好，非常抱歉，今晚八点前师傅一定上门，您看可以吗？',
        'D 上回你们也是这么说的，结果等了一晚上都没人来，我孩子还要上网课呢。',
        'A 这次我来跟进，修好给您回电。',
      ],
      { A: 'agent', B: 'caller', D: 'caller' },
    ],
    [
      'a voice menu with a label of its own',
      ['I 欢迎致电星达宽带，普通话请按一。', 'I 您的通话可能被录音。', ...SERVICE],
      { A: 'agent', B: 'caller', I: 'system' },
    ],
    ['a voice that says one word', [...SERVICE, ...SERVICE, 'X 嗯'], { A: 'agent', B: 'caller', X: 'unknown' }],
  ])('%s', (_name, lines, expected) => {
    expect(rolesOf(lines)).toEqual(expected);
  });

  it('a menu in the label of the agent is a machine, a caller who complains of it is not', () => {
    const lines = ['A 本次通话可能被录音，人工服务请按零。', ...SERVICE, 'B 你们那个电话老是请按一请按二，我烦死了。'];
    const { turns } = inferRoles(talk(lines), null, model)!;
    expect(turns.map(({ speaker }) => speaker).filter((speaker) => speaker === 'system')).toEqual(['system']);
    expect(turns[0]!.speaker).toBe('system');
    expect(turns.at(-1)!.speaker).toBe('caller');
  });
});

describe('what the source tells', () => {
  it('stands, whatever is said', () => {
    const lines = SERVICE.map((line) => line.replace(/^A/, 'caller:A'));
    expect(rolesOf(lines)).toMatchObject({ A: 'caller' });
    expect(inferRoles(talk(lines.map((line) => line.replace(/^B/, 'agent:B'))), null, model)).toBeNull();
  });

  it('of one side tells the other', () => {
    expect(rolesOf(SERVICE.map((line) => line.replace(/^A/, 'agent:A')))).toEqual({ A: 'agent', B: 'caller' });
  });
});

const phrase = fc.constantFrom(
  ...[
    '您好，请问有什么可以帮您？',
    '我家网断了。',
    '嗯',
    '',
    '我帮您查一下。',
    '你们怎么回事？',
    '好的谢谢',
    '请按一',
    'Hello',
    '13800001234',
    '😀',
    '\u0000',
  ],
);
const turn = fc.record({
  speaker: fc.constantFrom<Speaker>('unknown', 'unknown', 'unknown', 'agent', 'caller', 'system'),
  speakerLabel: fc.constantFrom('A', 'B', 'C'),
  channel: fc.constantFrom(null, 0, 1),
  text: fc.array(phrase, { maxLength: 3 }).map((parts) => parts.join('')),
});

describe('whatever is said', () => {
  it('told roles, words and order stay, and roles are given only where they are certain', () => {
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 14 }), fc.constantFrom(null, 'outbound' as const), (turns, direction) => {
        const inferred = inferRoles(turns, direction, model);
        if (inferred === null) return;
        expect(inferred.turns.map(({ text }) => text)).toEqual(turns.map(({ text }) => text));
        for (const [index, { speaker }] of turns.entries()) {
          if (speaker !== 'unknown') expect(inferred.turns[index]!.speaker).toBe(speaker);
        }
        const isChanged = inferred.turns.some(({ speaker }, index) => speaker !== turns[index]!.speaker);
        expect(isChanged && inferred.roles.confidence < CERTAIN_ROLES).toBe(false);
        expect(inferred.roles.confidence).toBeGreaterThanOrEqual(0);
        expect(inferred.roles.confidence).toBeLessThan(1);
      }),
      { numRuns: 300 },
    );
  });

  it('names of labels do not matter', () => {
    const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 12 }), names, (turns, labels) => {
        const renamed = turns.map((each) => ({ ...each, speakerLabel: labels['ABC'.indexOf(each.speakerLabel)]! }));
        const [one, other] = [turns, renamed].map((each) => inferRoles(each, null, model));
        expect(other?.roles).toEqual(one?.roles);
        expect(other?.turns.map(({ speaker }) => speaker)).toEqual(one?.turns.map(({ speaker }) => speaker));
      }),
      { numRuns: 200 },
    );
  });
});

describe('a call that is read', () => {
  const document = (turns: readonly object[], more: object = {}) => JSON.stringify({ callId: 'x', ...more, turns });
  const labelled = talk(SERVICE).map(({ text, speakerLabel }) => ({ speaker: 'unknown', speakerLabel, text }));
  const read = async (text: string, options: object = {}) => {
    const { Readable } = await import('node:stream');
    const roles = { ...NO_ROLES, model, ...options };
    return (await take(['-'], { stdin: Readable.from([text]), roles })).calls[0]!;
  };

  it('says how its roles are known', async () => {
    const inferred = await read(document(labelled));
    expect(inferred.roles).toMatchObject({ source: 'inferred' });
    expect([inferred.turns[0]!.speaker, hasRoles(inferred)]).toEqual(['agent', true]);
    const told = await read(document([{ speaker: 'agent', text: '您好' }]));
    expect(told.roles).toEqual({ source: 'told', confidence: 1 });
    const option = await read(document(labelled), { agentSpeakers: ['B'] });
    expect([option.roles, option.turns[0]!.speaker]).toEqual([{ source: 'option', confidence: 1 }, 'caller']);
    const nobody = await read(document(labelled.map(({ speaker, text }) => ({ speaker, text }))));
    expect([nobody.roles, hasRoles(nobody)]).toEqual([{ source: 'unknown', confidence: 0 }, false]);
    expect((await read(document(labelled), { model: null })).roles).toEqual({ source: 'unknown', confidence: 0 });
  });

  it('is written and read again with its roles, which the word of the user can change', async () => {
    const call = await read(document(labelled));
    const written = JSON.stringify(canonicalOf(call));
    expect(readCanonical(JSON.parse(written), call.source, vocabulary)).toEqual(call);
    const changed = await read(written, { agentSpeakers: ['B'] });
    expect([changed.roles.source, changed.turns[0]!.speaker]).toEqual(['option', 'caller']);
  });

  it('with roles below the threshold has none, whoever wrote them', async () => {
    const roles = { source: 'inferred', confidence: 0.6 };
    const call = await read(document([{ speaker: 'agent', text: '您好' }], { roles }));
    expect([call.roles, hasRoles(call)]).toEqual([roles, false]);
  });

  it('keeps a field `roles` that is something else', async () => {
    expect(await read(document(labelled, { roles: 'two' }))).toMatchObject({ meta: { roles: 'two' } });
  });
});
