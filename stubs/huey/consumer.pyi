from huey import Huey

class Consumer:
    def __init__(
        self,
        huey: Huey,
        workers: int = ...,
        *,
        initial_delay: float = ...,
        backoff: float = ...,
        max_delay: float = ...,
        scheduler_interval: int = ...,
        shutdown_timeout: float | None = ...,
    ) -> None: ...
    def start(self) -> None: ...
    def stop(self, graceful: bool = ...) -> None: ...
    def check_worker_health(self) -> bool: ...
    def _set_signal_handlers(self) -> None: ...
