"""Django's SMTP backend with a plug that another thread can pull.

Timeouts count each single wait: a server that answers a byte at a time never runs into one, not in its greeting and not
while TLS is agreed. So the line is remembered from its first moment, and `hang_up()` ends whatever waits on it.
"""

import smtplib
import socket
from typing import Any

from django.core.mail.backends.smtp import EmailBackend


class Backend(EmailBackend):
    line: socket.socket | None = None

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        backend = self

        class Watched(smtplib.SMTP):
            def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
                sock = socket.create_connection((host, port), timeout)
                backend.line = sock.dup()  # stays the line when TLS wraps it
                return sock

        class WatchedTLS(Watched, smtplib.SMTP_SSL):
            def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
                sock = super()._get_socket(host, port, timeout)
                return self.context.wrap_socket(sock, server_hostname=host)

        return WatchedTLS if self.use_ssl else Watched

    def hang_up(self) -> None:
        """Every wait on the line ends now, with an error."""
        if self.line is not None:
            try:
                self.line.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # already closed

    def close(self) -> Any:
        try:
            return super().close()
        finally:
            if self.line is not None:
                self.line.close()
                self.line = None
