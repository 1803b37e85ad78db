"""nianbao: annual reports on open government information, with every figure verified."""
