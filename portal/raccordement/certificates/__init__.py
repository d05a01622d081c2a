"""The server certificate of CertDc that information systems trust: installed, handed out, renewed in good time."""
