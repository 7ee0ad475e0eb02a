"""An e-invoice service (数电票服务商): asked to issue and to take back, looked at until it has. Of no provider in particular."""
