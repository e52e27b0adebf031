"""What can be said: PLOVER and CAMEO codes, actor codes and sectors."""
