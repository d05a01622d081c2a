#!/bin/sh
# Makes the French voices of the captcha: one WAV file a digit and a voice, 8 bits at 11,025 Hz, no silence around.
# At 8,000 Hz the s of six, sept and cinq is 11 dB weaker: they would then be told apart by their vowel alone.
# What it makes is committed, so that nobody who installs the portal needs these tools:
#   apt install espeak-ng sox && make voices
# The voices are espeak-ng's own (fr and its variants); what it says is free of its licence. No mbrola voice is used.
set -eu

FOLDER=${1:-portal/captcha/data/voix}
# Without « un »: see portal/captcha/rules.py.
WORDS="0:zéro 2:deux 3:trois 4:quatre 5:cinq 6:six 7:sept 8:huit 9:neuf"
# A name, a voice, words a minute, a pitch from 0 to 99.
VOICES="grave:fr:135:40 claire:fr+f2:135:55 posee:fr+m3:120:45"

for voice in $VOICES; do
  name=${voice%%:*}
  speech=$(echo "$voice" | cut -d: -f2)
  rate=$(echo "$voice" | cut -d: -f3)
  pitch=${voice##*:}
  for word in $WORDS; do
    file="$FOLDER/${word%%:*}/$name.wav"
    mkdir -p "$(dirname "$file")"
    # Silence goes at both ends (0.4 % of full scale), loudness is the same for all, the ends fade so that none clicks.
    espeak-ng -v "$speech" -s "$rate" -p "$pitch" -a 120 --stdout "${word#*:}" |
      sox -R -t wav - -e unsigned-integer -b 8 -r 11025 -c 1 "$file" \
        highpass 150 treble +4 3000 silence 1 0.005 0.4% fade t 0.01 reverse silence 1 0.005 0.4% fade t 0.02 reverse gain -n -1
  done
done
du -cb "$FOLDER"/*/*.wav | tail -n 1
