#!/bin/sh
# Makes the files of this folder with the programs of others: OpenSSL 3, GnuPG 2, Python 3.11 with compressed_rtf 1.0.7 and
# sabctools 9.7.2. The keys are made for this one run and are gone behind it.
set -eu
cd "$(dirname "$0")"
keys=$(mktemp -d)
trap 'gpgconf --homedir "$keys/gpg" --kill all; rm -rf "$keys"' EXIT

cat > "$keys/entity" <<'EOF'
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Please send the signed offer, Gr=C3=BC=C3=9Fe.
--b
Content-Type: application/octet-stream; name="setup.exe"
Content-Disposition: attachment; filename="setup.exe"
Content-Transfer-Encoding: base64

TVqQAAMAAAAEAAAA//8AALgAAAAAAAAAQAAAAA==
--b--
EOF
{ printf 'Content-Type: text/plain; charset=utf-8\n\n'; seq -f 'Line %g of a long letter.' 1 1000; } > "$keys/letter"
printf '<?xml version="1.0"?>\n<invoice total="7.00"/>\n' > "$keys/invoice"
sed -i 's/$/\r/' "$keys/entity" "$keys/letter"
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$keys/key" -out "$keys/cert" -days 36500 \
  -subj '/CN=Jo Baker/emailAddress=jo@customer.example' 2>/dev/null
head='-binary -from jo@customer.example -to sales@inbound.example -subject Offer'
sign="-sign -nodetach -signer $keys/cert -inkey $keys/key $head"
openssl smime $sign -in "$keys/entity" -out smime-signed.eml
openssl cms $sign -stream -indef -in "$keys/letter" -out smime-pieces.eml
openssl cms $sign -nocerts -noattr -keyid -in "$keys/entity" -out smime-bare.eml
openssl cms $sign -in smime-signed.eml -out smime-signed-twice.eml
openssl cms -encrypt -aes256 $head -in "$keys/entity" -out smime-encrypted.eml "$keys/cert"
openssl cms -encrypt -aes-256-gcm $head -in "$keys/entity" -out smime-encrypted-gcm.eml "$keys/cert"
openssl cms -sign -nodetach -binary -signer "$keys/cert" -inkey "$keys/key" -outform DER -in "$keys/invoice" -out invoice.xml.p7m
openssl cms -sign -nodetach -binary -signer "$keys/cert" -inkey "$keys/key" -outform PEM -in "$keys/entity" -out smime-signed.pem
openssl cms -sign -binary -signer "$keys/cert" -inkey "$keys/key" -outform DER -in "$keys/entity" -out detached.p7m

GNUPGHOME="$keys/gpg"; export GNUPGHOME
mkdir -m 700 "$GNUPGHOME"
gpg --batch --quiet --passphrase '' --quick-gen-key 'Jo <jo@customer.example>' default default never 2>/dev/null
printf 'Please call me today.\n\n- one\n-- \nJo\n' > "$keys/words"
gpg="gpg --batch --quiet --yes --armor"
$gpg --clearsign -o pgp-clear.asc "$keys/words"
for how in zip zlib bzip2 none; do $gpg --compress-algo "$how" --sign -o "pgp-signed-$how.asc" "$keys/words"; done
$gpg --trust-model always -r jo@customer.example --encrypt -o pgp-encrypted.asc "$keys/words"
$gpg --passphrase x --pinentry-mode loopback --symmetric -o pgp-symmetric.asc "$keys/words"

python3 - <<'EOF'
import base64, io, uu, warnings
import compressed_rtf, sabctools
data = bytes(range(256)) * 3
coded = io.BytesIO(); uu.encode(io.BytesIO(data), coded, 'sheet one.bin', 0o644)
open('sheet.uu', 'wb').write(coded.getvalue())
open('sheet.uu64', 'wb').write(b'begin-base64 644 sheet one.bin\n' + base64.encodebytes(data) + b'====\n')
body, crc = sabctools.yenc_encode(data)
open('sheet.ync', 'wb').write(b'=ybegin line=128 size=%d name=sheet one.bin\r\n' % len(data) + body + b'\r\n=yend size=%d crc32=%08x\r\n' % (len(data), crc))
html = rb'''{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0\fswiss Arial;}{\f1\fswiss\fcharset204 Arial;}}
{\*\htmltag19 <html>}{\*\htmltag50 <body>}{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 Please send \htmlrtf \b\htmlrtf0 {\*\htmltag84 <b>}forty{\*\htmltag92 </b>}\htmlrtf \b0\htmlrtf0  chairs, Gr\'fc\'dfe {\*\htmltag84 &amp;}\htmlrtf &\htmlrtf0  \f1\'c4\'e0\f0  \u8364?.\htmlrtf\par}\htmlrtf0
{\*\htmltag72 </p>}{\*\mhtmltag84 <img src="x">}{\*\htmltag58 </body>}}''' + b'\n'
plain = rb'''{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Arial;}}{\colortbl;\red0\green0\blue255;}{\*\generator Riched20;}
{\info{\title Secret title}}\pard\f0 Please send forty chairs.\par Gr\'f6\'dfe L, {\field{\*\fldinst HYPERLINK "https://x.example"}{\fldrslt see here}}\tab \ldblquote now\rdblquote .\par{\pict\pngblip 89504e47}}''' + b'\n'
for name, rtf in (('html', html), ('plain', plain)):
    open(name + '.rtf', 'wb').write(rtf)
    open(name + '.lzfu', 'wb').write(compressed_rtf.compress(rtf, True))
    open(name + '.mela', 'wb').write(compressed_rtf.compress(rtf, False))
EOF
