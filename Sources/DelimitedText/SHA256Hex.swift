import Crypto

/// Hex SHA-256 of the bytes, 64 lower-case characters.
public func sha256Hex(_ bytes: some Sequence<UInt8>) -> String {
  var hash = SHA256()
  hash.update(data: Array(bytes))
  return hexText(hash.finalize())
}

func hexText(_ digest: SHA256.Digest) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var text: [UInt8] = []
  for byte in digest {
    text.append(digits[Int(byte >> 4)])
    text.append(digits[Int(byte & 15)])
  }
  return String(decoding: text, as: UTF8.self)
}
