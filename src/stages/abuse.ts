/**
 * Stage 8: abuse and harassment, and what the agent says to it. It names what is said; whether a call may be ended is
 * the policy's to decide (src/harassment/). See abuse-caller, abuse-harassment and abuse-agent for what counts.
 */

import { agentReplies } from './abuse-agent.js';
import { callerAbuse } from './abuse-caller.js';
import { harassingRemarks } from './abuse-harassment.js';
import type { Stage } from './stage.js';

export const abuseStage: Stage = {
  name: 'abuse',
  needs: ['anger', 'business_probe', 'hold_request'],
  makes: [
    'profanity',
    'insult',
    'sexual',
    'advance',
    'threat',
    'discrimination',
    'off_business',
    'abuse_warning',
    'scope_notice',
    'hangup_request',
    'silence_notice',
  ],
  run(input) {
    const abuse = [...callerAbuse(input), ...harassingRemarks(input)];
    return { findings: [...abuse, ...agentReplies(input, abuse)] };
  },
};
