"""JSON lines of both engines on standard input -> a Markdown table of the best times and their ratio.

Times are wall-clock seconds a picture; with --processor, processor seconds (for one thread on a busy machine).
"""
import json
import sys

field = 'cpu_s' if '--processor' in sys.argv else 'best_s'
best = {}
for line in sys.stdin:
    record = json.loads(line)
    key = record['network'], record['threads']
    side = 'theirs' if record['engine'].startswith('pytorch') else 'ours'
    entry = best.setdefault(key, {})
    entry[side] = min(record[field], entry.get(side, float('inf')))
    entry[side + '_engine'] = record['engine']

if best:
    print(' against '.join(next(iter(best.values())).get(side + '_engine', '?') for side in ('ours', 'theirs')))
    print('\n| network | threads | this engine, s | PyTorch, s | times faster |\n|---|---|---|---|---|')
for (network, threads), entry in best.items():
    ours, theirs = entry.get('ours'), entry.get('theirs')
    ratio = f'{theirs / ours:.1f}' if ours and theirs else ''
    print(f'| {network} | {threads} | {ours or ""} | {theirs or ""} | {ratio} |')
