"""Operations: health, metrics, logs, and stopping."""
